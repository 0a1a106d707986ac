package io.zonekeeper.orchestrator.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.orchestrator.access.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTopicsTest {

    private static final Duration LONG = Duration.ofSeconds(5);

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicReference<Optional<String>> content = new AtomicReference<>(Optional.of("one"));
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final LiveTopics topics = new LiveTopics(this::look);

    @BeforeEach
    void start() {
        topics.start();
    }

    @AfterEach
    void stop() {
        topics.stop();
    }

    @Test
    void aViewerGetsWhatIsThereAndThenWhatChanges() throws InterruptedException {
        try (LiveTopics.Viewer viewer = topics.watch(Scope.all(), List.of("thing:1"))) {
            assertThat(viewer.await(LONG)).extracting(LiveTopics.Update::html).containsExactly("one");
            content.set(Optional.of("two"));
            assertThat(viewer.await(LONG)).extracting(LiveTopics.Update::html).containsExactly("two");
        }
    }

    @Test
    void nothingIsSentWhileNothingChanges() throws InterruptedException {
        try (LiveTopics.Viewer viewer = topics.watch(Scope.all(), List.of("thing:1"))) {
            viewer.await(LONG);
            assertThat(viewer.await(Duration.ofMillis(1500))).isEmpty();
            assertThat(looks.get()).isBetween(2, 4);
        }
    }

    @Test
    void manyViewersCostAsMuchAsOne() throws InterruptedException {
        List<LiveTopics.Viewer> viewers = IntStream.range(0, 200)
                .mapToObj(_ -> topics.watch(Scope.all(), List.of("thing:1")))
                .toList();
        for (LiveTopics.Viewer viewer : viewers) {
            assertThat(viewer.await(LONG)).hasSize(1);
        }
        assertThat(topics.watched()).isEqualTo(1);
        assertThat(looks.get()).isLessThanOrEqualTo(2);
        viewers.forEach(LiveTopics.Viewer::close);
    }

    @Test
    void nobodyLooksWhenNobodyWatches() throws InterruptedException {
        try (LiveTopics.Viewer viewer = topics.watch(Scope.all(), List.of("thing:1"))) {
            viewer.await(LONG);
        }
        await().atMost(LONG).until(() -> topics.watched() == 0);
    }

    @Test
    void whatIsGoneIsSaidToBeGone() throws InterruptedException {
        try (LiveTopics.Viewer viewer = topics.watch(Scope.all(), List.of("thing:1", "unknown:1"))) {
            viewer.await(LONG);
            content.set(Optional.empty());
            await().atMost(LONG).until(() -> viewer.await(LONG).stream().anyMatch(LiveTopics.Update::gone));
        }
    }

    @Test
    void aFailureIsToldOnceAndItsEndToo() throws InterruptedException {
        try (LiveTopics.Viewer viewer = topics.watch(Scope.all(), List.of("thing:1"))) {
            viewer.await(LONG);
            failure.set(new IllegalStateException("the database is away"));
            assertThat(viewer.await(LONG)).extracting(LiveTopics.Update::stale).containsExactly(true);
            assertThat(viewer.await(Duration.ofMillis(1500))).isEmpty();
            failure.set(null);
            assertThat(viewer.await(LONG)).extracting(LiveTopics.Update::html).containsExactly("one");
        }
    }

    @Test
    void viewersAreLetGoWhenTheProcessStops() throws InterruptedException {
        try (LiveTopics.Viewer viewer = topics.watch(Scope.all(), List.of("thing:1"))) {
            viewer.await(LONG);
            Thread.ofVirtual().start(topics::stop);
            long before = System.nanoTime();
            assertThat(viewer.await(Duration.ofSeconds(30))).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG);
        }
    }

    private Optional<String> look(String topic, Scope scope) {
        if (!topic.startsWith("thing:")) {
            return Optional.empty();
        }
        looks.incrementAndGet();
        RuntimeException fault = failure.get();
        if (fault != null) {
            throw fault;
        }
        return content.get();
    }
}
