package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.live.LiveFragment;
import io.zonekeeper.orchestrator.page.Badge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The live part of a group's page: whether anybody takes its jobs, and how many there are. Thread-safe. */
@Component
class GroupStatus implements LiveFragment {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CollectorGroups groups;
    private final GroupOverviews overviews;
    private final Collectors collectors;
    private final GroupKeys keys;
    private final Clock clock;

    GroupStatus(CollectorGroups groups, GroupOverviews overviews, Collectors collectors, GroupKeys keys, Clock clock) {
        this.groups = groups;
        this.overviews = overviews;
        this.collectors = collectors;
        this.keys = keys;
        this.clock = clock;
    }

    /** A group as a row of the list. */
    record GroupRow(
            CollectorGroup group,
            int deviceCount,
            @Nullable Integer collectorsOnline,
            Badge badge,
            GroupWork.Work work) {}

    @Override
    public String name() {
        return "group";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        return GroupName.isValid(key)
                ? groups.find(scope, new GroupName(key)).map(group -> new Shown("live/group", model(scope, group)))
                : Optional.empty();
    }

    Map<String, Object> model(Scope scope, CollectorGroup group) {
        Liveness liveness = collectors.liveness(scope);
        List<Heartbeat> online = liveness instanceof Liveness.Known known ? known.of(group.name()) : List.of();
        return Map.of(
                "row",
                rows(List.of(group)).getFirst(),
                "online",
                online,
                "overdue",
                online.isEmpty() && liveness instanceof Liveness.Known && keyIsOld(group),
                "name",
                group.name().value());
    }

    List<GroupRow> rows(List<CollectorGroup> shown) {
        return overviews.of(shown).stream()
                .map(overview -> new GroupRow(
                        overview.group(),
                        overview.deviceCount(),
                        overview.collectorsOnline(),
                        badge(overview.state()),
                        overview.work()))
                .toList();
    }

    private static Badge badge(GroupOverviews.State state) {
        return switch (state) {
            case ONLINE -> Badge.ok("OK");
            case DEGRADED -> Badge.warn("Degraded");
            case OFFLINE -> Badge.bad("No collector");
            case PAUSED -> Badge.paused("Paused");
            case UNKNOWN -> Badge.unknown("Unknown");
        };
    }

    /** Whether whoever was shown the start command has had the time to paste it. */
    private boolean keyIsOld(CollectorGroup group) {
        Instant patience = clock.instant().minus(PATIENCE);
        return keys.all(group.id()).stream()
                .filter(key -> key.retiredAt() == null)
                .allMatch(key -> key.createdAt().isBefore(patience));
    }
}
