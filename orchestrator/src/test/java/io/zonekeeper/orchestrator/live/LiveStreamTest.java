package io.zonekeeper.orchestrator.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class LiveStreamTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    @Test
    void aGroupThatIsPausedChangesOnThePagesOfOthers() throws Exception {
        String group = orchestrator.newGroup();
        try (HttpClient client = loggedIn();
                BufferedReader events = events(client, "groups")) {
            assertThat(nextEvent(events, "groups")).contains(group).doesNotContain("Paused");
            orchestrator
                    .admin()
                    .post("/groups/" + group + "/pause", Map.of("reason", "work"))
                    .expect(200);
            assertThat(nextEvent(events, "groups")).contains(group, "Paused");
        }
    }

    @Test
    void whatDoesNotExistIsSaidToBeGone() throws Exception {
        try (HttpClient client = loggedIn();
                BufferedReader events = events(client, "group:nobody")) {
            assertThat(nextEvent(events, "gone")).contains("group:nobody");
        }
    }

    /** Browsers drop an event without data. */
    @Test
    void whatIsEmptyIsSaidToBeSo() throws Exception {
        try (HttpClient client = loggedIn();
                BufferedReader events = events(client, "outages")) {
            assertThat(nextEvent(events, "outages")).startsWith("data:").doesNotContain("cannot be reached");
        }
    }

    @Test
    void nobodyWatchesWithoutALogin() {
        try (Browser nobody = new Browser(orchestrator.url())) {
            assertThat(nobody.get("/events?topic=groups").statusCode()).isEqualTo(302);
        }
    }

    private static BufferedReader events(HttpClient client, String topic) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(URI.create(orchestrator.url() + "/events?topic=" + topic))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String nextEvent(BufferedReader events, String name) throws IOException {
        String line = events.readLine();
        while (line != null && !line.equals("event: " + name)) {
            line = events.readLine();
        }
        StringBuilder data = new StringBuilder();
        for (String next = events.readLine(); next != null && !next.isEmpty(); next = events.readLine()) {
            data.append(next).append('\n');
        }
        return data.toString();
    }

    private static HttpClient loggedIn() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        URI login = URI.create(orchestrator.url() + "/login");
        String page = client.send(HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page);
        assertThat(token.find()).isTrue();
        String form = "username=%s&password=%s&_csrf=%s"
                .formatted(
                        OrchestratorFixture.ADMIN,
                        URLEncoder.encode(OrchestratorFixture.ADMIN_PASSWORD, StandardCharsets.UTF_8),
                        token.group(1));
        client.send(
                HttpRequest.newBuilder(login)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        return client;
    }
}
