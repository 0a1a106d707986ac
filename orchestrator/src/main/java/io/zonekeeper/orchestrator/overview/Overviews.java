package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.device.Staleness;
import io.zonekeeper.orchestrator.live.LiveFragment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final FirstSteps firstSteps;

    Overviews(JdbcClient jdbc, Collectors collectors, Attention attention, Staleness staleness, FirstSteps firstSteps) {
        this.jdbc = jdbc;
        this.collectors = collectors;
        this.attention = attention;
        this.staleness = staleness;
        this.firstSteps = firstSteps;
    }

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
        FirstSteps.Steps steps = firstSteps.now(scope, liveness);
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
                    (select count(*) from attempt where task_id = any(:running) and %1$s) as running
                from device d
                left join device_state s on s.device_id = d.id
                where d.deleted_at is null and d.enabled and %2$s
                """.formatted(scope.over("group_id"), scope.over("d.group_id")))
                .param("running", UuidArray.of(collectors.liveness().running()))
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
