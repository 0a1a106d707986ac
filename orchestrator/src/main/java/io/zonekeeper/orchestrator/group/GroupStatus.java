package io.zonekeeper.orchestrator.group;

import static java.util.stream.Collectors.toMap;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.live.LiveFragment;
import io.zonekeeper.orchestrator.page.Badge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The live part of a group's page: whether anybody takes its jobs, and how many there are. Thread-safe. */
@Component
class GroupStatus implements LiveFragment {

    private final CollectorGroups groups;
    private final GroupOverviews overviews;
    private final Collectors collectors;
    private final JdbcClient jdbc;

    GroupStatus(CollectorGroups groups, GroupOverviews overviews, Collectors collectors, JdbcClient jdbc) {
        this.groups = groups;
        this.overviews = overviews;
        this.collectors = collectors;
        this.jdbc = jdbc;
    }

    /** A group as a row of the list. {@code open} counts jobs that have not finished. */
    record GroupRow(
            CollectorGroup group, int deviceCount, @Nullable Integer collectorsOnline, Badge badge, long open) {}

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
                "name",
                group.name().value());
    }

    List<GroupRow> rows(List<CollectorGroup> shown) {
        Map<Long, Long> open = openJobs();
        return overviews.of(shown).stream()
                .map(overview -> new GroupRow(
                        overview.group(),
                        overview.deviceCount(),
                        overview.collectorsOnline(),
                        badge(overview.state()),
                        open.getOrDefault(overview.group().id(), 0L)))
                .toList();
    }

    private static Badge badge(GroupOverviews.State state) {
        return switch (state) {
            case ONLINE -> Badge.ok("OK");
            case OFFLINE -> Badge.bad("No collector");
            case PAUSED -> Badge.paused("Paused");
            case UNKNOWN -> Badge.unknown("Unknown");
        };
    }

    private Map<Long, Long> openJobs() {
        record Open(long groupId, long jobs) {}
        return jdbc
                .sql("select group_id, count(*) as jobs from job where finished_at is null group by group_id")
                .query((row, _) -> new Open(row.getLong("group_id"), row.getLong("jobs")))
                .list()
                .stream()
                .collect(toMap(Open::groupId, Open::jobs));
    }
}
