package io.zonekeeper.orchestrator.group;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonValue;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Groups with what goes on in them. Thread-safe. */
@Component
public class GroupOverviews {

    private final JdbcClient jdbc;
    private final Collectors collectors;
    private final GroupWork work;

    GroupOverviews(JdbcClient jdbc, Collectors collectors, GroupWork work) {
        this.jdbc = jdbc;
        this.collectors = collectors;
        this.work = work;
    }

    /** How a group does. */
    public enum State {
        /** Somebody paused it. */
        PAUSED,
        /** At least one collector consumes its queue. */
        ONLINE,
        /** A collector consumes its queue, but all drain, or one that should refuses it. */
        DEGRADED,
        /** No collector consumes its queue: jobs wait. */
        OFFLINE,
        /** Redis is away, so nobody knows. */
        UNKNOWN;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param collectorsOnline null: unknown, since Redis is away */
    public record GroupOverview(
            CollectorGroup group,
            int deviceCount,
            @Nullable Integer collectorsOnline,
            State state,
            GroupWork.Work work) {}

    public GroupOverview of(CollectorGroup group) {
        return of(List.of(group)).getFirst();
    }

    public List<GroupOverview> of(List<CollectorGroup> groups) {
        Liveness liveness = collectors.liveness();
        Map<Long, Integer> devices = deviceCounts();
        Map<Long, GroupWork.Work> works = work.now(liveness);
        return groups.stream()
                .map(group -> {
                    Integer online = online(group, liveness);
                    return new GroupOverview(
                            group,
                            devices.getOrDefault(group.id(), 0),
                            online,
                            state(group, online, liveness),
                            works.getOrDefault(group.id(), GroupWork.NONE));
                })
                .toList();
    }

    private static @Nullable Integer online(CollectorGroup group, Liveness liveness) {
        return switch (liveness) {
            case Liveness.Known known -> known.of(group.name()).size();
            case Liveness.Unknown _ -> null;
        };
    }

    private static State state(CollectorGroup group, @Nullable Integer online, Liveness liveness) {
        if (group.paused() != null) {
            return State.PAUSED;
        }
        if (online == null) {
            return State.UNKNOWN;
        }
        if (online == 0) {
            return State.OFFLINE;
        }
        return liveness.slots(group.name()) == 0 || isRefused(group, liveness) ? State.DEGRADED : State.ONLINE;
    }

    private static boolean isRefused(CollectorGroup group, Liveness liveness) {
        return liveness instanceof Liveness.Known known
                && known.heartbeats().stream()
                        .anyMatch(heartbeat -> heartbeat
                                .refusedGroups()
                                .containsKey(group.name().value()));
    }

    private Map<Long, Integer> deviceCounts() {
        record Count(long groupId, int devices) {}
        return jdbc
                .sql("select group_id, count(*) as devices from device where deleted_at is null group by group_id")
                .query((row, _) -> new Count(row.getLong("group_id"), row.getInt("devices")))
                .list()
                .stream()
                .collect(toMap(Count::groupId, Count::devices));
    }
}
