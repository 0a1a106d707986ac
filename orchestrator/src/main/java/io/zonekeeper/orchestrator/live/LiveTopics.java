package io.zonekeeper.orchestrator.live;

import io.zonekeeper.orchestrator.access.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at each watched topic once a second, however many watch it with the same groups in scope, and not at all when nobody does. Thread-safe.
 */
@Component
class LiveTopics implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LiveTopics.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final BiFunction<String, Scope, Optional<String>> fragments;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition stopping = lock.newCondition();
    private final Map<LiveTopic.Watched, LiveTopic> topics = new HashMap<>();
    private boolean running;

    @Autowired
    LiveTopics(LiveFragments fragments) {
        this(fragments::html);
    }

    /** @param fragments topic and scope to HTML, empty for a topic there is not */
    LiveTopics(BiFunction<String, Scope, Optional<String>> fragments) {
        this.fragments = fragments;
    }

    /** A topic as it is now. {@code html} is null if the topic is gone, or has not been readable yet. */
    record Update(String topic, long version, @Nullable String html, boolean stale, boolean gone) {}

    /** One who watches topics; close it. Used by one thread. */
    final class Viewer implements AutoCloseable {

        private final Map<LiveTopic, Long> seen = new HashMap<>();

        private Viewer(List<LiveTopic> watched) {
            watched.forEach(topic -> seen.put(topic, 0L));
        }

        /** What has changed since the last call; empty after the time is over, or when the process stops. */
        List<Update> await(Duration atMost) throws InterruptedException {
            lock.lock();
            try {
                long nanos = atMost.toNanos();
                while (running && nanos > 0) {
                    List<Update> updates = updates();
                    if (!updates.isEmpty()) {
                        return updates;
                    }
                    nanos = changed.awaitNanos(nanos);
                }
                return List.of();
            } finally {
                lock.unlock();
            }
        }

        private List<Update> updates() {
            List<Update> updates = new ArrayList<>();
            seen.replaceAll((topic, version) -> {
                if (topic.version > version) {
                    updates.add(new Update(topic.watched.name(), topic.version, topic.html, topic.stale, topic.gone));
                }
                return topic.version;
            });
            return updates;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                seen.keySet().forEach(topic -> topic.viewers--);
            } finally {
                lock.unlock();
            }
        }
    }

    Viewer watch(Scope scope, List<String> names) {
        lock.lock();
        try {
            return new Viewer(names.stream()
                    .distinct()
                    .map(name -> join(new LiveTopic.Watched(scope, name)))
                    .toList());
        } finally {
            lock.unlock();
        }
    }

    /** Topics looked at now. */
    int watched() {
        lock.lock();
        try {
            return topics.size();
        } finally {
            lock.unlock();
        }
    }

    private LiveTopic join(LiveTopic.Watched watched) {
        LiveTopic topic = topics.get(watched);
        if (topic == null) {
            topic = new LiveTopic(watched);
            topics.put(watched, topic);
            LiveTopic started = topic;
            Thread.ofVirtual().name("live-" + watched.name()).start(() -> look(started));
        }
        topic.viewers++;
        return topic;
    }

    private void look(LiveTopic topic) {
        try {
            while (isWatched(topic)) {
                lookOnce(topic);
            }
        } finally {
            forget(topic);
        }
    }

    /** Whatever ended the looking, who asks next begins anew. */
    private void forget(LiveTopic topic) {
        lock.lock();
        try {
            topics.remove(topic.watched, topic);
        } finally {
            lock.unlock();
        }
    }

    private void lookOnce(LiveTopic topic) {
        try {
            var html = fragments.apply(topic.watched.name(), topic.watched.scope());
            change(() -> topic.seen(html));
        } catch (RuntimeException e) {
            log.warn(
                    "Viewers of {} are told that it is stale: it cannot be read ({}).",
                    topic.watched.name(),
                    e.getMessage());
            log.debug("Cannot read {}", topic.watched.name(), e);
            change(topic::failed);
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
            long nanos = PERIOD.toNanos();
            while (running && nanos > 0) {
                nanos = stopping.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isWatched(LiveTopic topic) {
        lock.lock();
        try {
            if (running && topic.viewers > 0) {
                return true;
            }
            topics.remove(topic.watched, topic);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Runs before any request is taken and, being of the last phase, ends before the web server waits for open requests. */
    @Override
    public void start() {
        lock.lock();
        try {
            running = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            running = false;
            changed.signalAll();
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }
}
