package io.zonekeeper.orchestrator.live;

import io.zonekeeper.orchestrator.access.User;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Streams changing parts of pages as server-sent events, each named after its topic, with the HTML as data. The request's virtual
 * thread waits here. A stream ends after a minute: the browser asks anew, and who has logged out meanwhile gets nothing more.
 */
@Controller
class LiveStream {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9:._-]{1,200}");
    private static final int MOST_TOPICS = 8;
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final LiveTopics topics;

    LiveStream(LiveTopics topics) {
        this.topics = topics;
    }

    @GetMapping("/events")
    void events(
            @AuthenticationPrincipal User user, @RequestParam("topic") List<String> names, HttpServletResponse response)
            throws IOException, InterruptedException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        PrintWriter events = response.getWriter();
        events.write("retry: 2000\n\n");
        long end = System.nanoTime() + LIFE.toNanos();
        try (LiveTopics.Viewer viewer = topics.watch(
                user.scope(),
                names.stream()
                        .filter(TOPIC.asMatchPredicate())
                        .limit(MOST_TOPICS)
                        .toList())) {
            while (!events.checkError() && topics.isRunning() && System.nanoTime() < end) {
                List<LiveTopics.Update> updates = viewer.await(HEARTBEAT);
                if (updates.isEmpty()) {
                    events.write(": still here\n\n");
                }
                updates.forEach(update -> write(events, update));
            }
        }
    }

    private static void write(PrintWriter events, LiveTopics.Update update) {
        if (update.stale()) {
            events.write("event: stale\ndata: %s\n\n".formatted(update.topic()));
        } else if (update.html() == null) {
            events.write("event: gone\ndata: %s\n\n".formatted(update.topic()));
        } else {
            events.write("event: " + update.topic() + "\n");
            // The last line is there for a part that has become empty: browsers drop an event without data.
            update.html().lines().forEach(line -> events.write("data: " + line + "\n"));
            events.write("data:\n");
            events.write("\n");
        }
    }
}
