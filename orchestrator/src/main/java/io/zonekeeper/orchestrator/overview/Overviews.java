package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.device.Staleness;
import io.zonekeeper.orchestrator.live.LiveFragment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the fleet stands. Thread-safe. */
@Component
class Overviews implements LiveFragment {

    private static final int MOST_CHANGES = 8;

    private final JdbcClient jdbc;
    private final Collectors collectors;
    private final Attention attention;
    private final Staleness staleness;

    Overviews(JdbcClient jdbc, Collectors collectors, Attention attention, Staleness staleness) {
        this.jdbc = jdbc;
        this.collectors = collectors;
        this.attention = attention;
        this.staleness = staleness;
    }

    /** What there is already, of all a first backup needs. */
    record FirstSteps(
            boolean group, boolean collector, boolean devices, boolean credential, boolean backup, boolean schedule) {}

    /** Enabled devices by how their last backup ended, stale ones apart, and jobs by where they are. */
    record Numbers(
            long ok,
            long stale,
            long failing,
            long never,
            @Nullable Integer collectors,
            int running,
            long waiting) {}

    record Change(
            long versionId,
            long deviceId,
            String device,
            String group,
            Instant collectedAt,
            @Nullable Integer added,
            @Nullable Integer removed,
            boolean first) {}

    @Override
    public String name() {
        return "overview";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        return Optional.of(new Shown("live/overview", model(scope)));
    }

    Map<String, Object> model(Scope scope) {
        Liveness liveness = collectors.liveness(scope);
        FirstSteps steps = firstSteps(scope, liveness);
        return Map.of(
                "steps",
                steps,
                "numbers",
                numbers(scope, liveness),
                "attention",
                attention.now(scope, liveness),
                "changes",
                changes(scope));
    }

    private FirstSteps firstSteps(Scope scope, Liveness liveness) {
        boolean collector =
                liveness instanceof Liveness.Known known && !known.heartbeats().isEmpty();
        return jdbc.sql("""
                select
                    exists (select from collector_group where deleted_at is null and %1$s) as groups,
                    exists (select from device where deleted_at is null and %2$s) as devices,
                    exists (select from credential where %2$s) as credentials,
                    exists (select from device_state s join device d on d.id = s.device_id
                        where s.last_success_at is not null and %3$s) as backups,
                    exists (select from schedule where deleted_at is null and %2$s) as schedules
                """.formatted(scope.over("id"), scope.over("group_id"), scope.over("d.group_id")))
                .query((row, _) -> new FirstSteps(
                        row.getBoolean("groups"),
                        collector,
                        row.getBoolean("devices"),
                        row.getBoolean("credentials"),
                        row.getBoolean("backups"),
                        row.getBoolean("schedules")))
                .single();
    }

    Numbers numbers(Scope scope, Liveness liveness) {
        Integer live =
                liveness instanceof Liveness.Known known ? known.heartbeats().size() : null;
        return jdbc.sql("""
                select
                    count(*) filter (where s.last_status = 'success' and s.last_success_at >= :fresh) as ok,
                    count(*) filter (where s.last_status = 'success' and s.last_success_at < :fresh) as stale,
                    count(*) filter (where s.last_status = 'failure') as failing,
                    count(*) filter (where s.last_status is null) as never,
                    (select count(*) from job where finished_at is null and %1$s) as open,
                    (select count(*) from attempt where task_id = any(:running::uuid[]) and %1$s) as running
                from device d
                left join device_state s on s.device_id = d.id
                where d.deleted_at is null and d.enabled and %2$s
                """.formatted(scope.over("group_id"), scope.over("d.group_id")))
                .param(
                        "running",
                        collectors.liveness().running().stream()
                                .map(UUID::toString)
                                .toArray(String[]::new))
                .param("fresh", DatabaseTime.of(staleness.freshSince()))
                .query((row, _) -> new Numbers(
                        row.getLong("ok"),
                        row.getLong("stale"),
                        row.getLong("failing"),
                        row.getLong("never"),
                        live,
                        row.getInt("running"),
                        Math.max(0, row.getLong("open") - row.getInt("running"))))
                .single();
    }

    private List<Change> changes(Scope scope) {
        return jdbc.sql("""
                select v.id, v.device_id, d.name, g.name as group_name, v.collected_at, v.lines_added, v.lines_removed,
                    not exists (select from config_version o where o.device_id = v.device_id and o.id < v.id) as first
                from config_version v
                join device d on d.id = v.device_id
                join collector_group g on g.id = d.group_id
                where not v.history and %s
                order by v.id desc
                limit :limit
                """.formatted(scope.over("d.group_id")))
                .param("limit", MOST_CHANGES)
                .query((row, _) -> new Change(
                        row.getLong("id"),
                        row.getLong("device_id"),
                        row.getString("name"),
                        row.getString("group_name"),
                        DatabaseTime.read(row, "collected_at"),
                        row.getObject("lines_added", Integer.class),
                        row.getObject("lines_removed", Integer.class),
                        row.getBoolean("first")))
                .list();
    }
}
