package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.live.LiveFragment;
import io.zonekeeper.orchestrator.page.Badge;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The live collectors, as their heartbeats have them. Thread-safe. */
@Component
class CollectorsLive implements LiveFragment {

    private static final Duration HARMLESS_SKEW = Duration.ofSeconds(30);

    private final Collectors collectors;
    private final Clock clock;

    CollectorsLive(Collectors collectors, Clock clock) {
        this.collectors = collectors;
        this.clock = clock;
    }

    /**
     * @param refused groups it does not consume though it should, with the reason
     * @param skewed whether its clock is too far from ours; a heartbeat is some seconds old in any case
     */
    record CollectorRow(Heartbeat heartbeat, Badge badge, Map<String, String> refused, boolean skewed, Duration skew) {}

    @Override
    public String name() {
        return "collectors";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        return Optional.of(new Shown("live/collectors", model(scope)));
    }

    Map<String, Object> model(Scope scope) {
        return switch (collectors.liveness(scope)) {
            case Liveness.Known known ->
                Map.of("collectors", known.heartbeats().stream().map(this::row).toList());
            case Liveness.Unknown unknown -> Map.of("collectors", List.of(), "unknown", unknown.reason());
        };
    }

    CollectorRow row(Heartbeat heartbeat) {
        Duration skew = Duration.between(clock.instant(), heartbeat.at());
        return new CollectorRow(
                heartbeat,
                badge(heartbeat),
                new TreeMap<>(heartbeat.refusedGroups()),
                skew.abs().compareTo(HARMLESS_SKEW) > 0,
                skew);
    }

    private static Badge badge(Heartbeat heartbeat) {
        if (heartbeat.draining()) {
            return Badge.paused("Draining");
        }
        if (!heartbeat.refusedGroups().isEmpty()) {
            return Badge.warn(heartbeat.groups().isEmpty() ? "Takes no jobs" : "Takes some jobs");
        }
        return Badge.ok("Online");
    }
}
