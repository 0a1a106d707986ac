package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
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

    Overviews(JdbcClient jdbc, Collectors collectors, Attention attention) {
        this.jdbc = jdbc;
        this.collectors = collectors;
        this.attention = attention;
    }

    /** What there is already, of all a first backup needs. */
    record FirstSteps(
            boolean group, boolean collector, boolean devices, boolean credential, boolean backup, boolean schedule) {}

    /** Enabled devices by how their last backup ended, and jobs by where they are. */
    record Numbers(
            long ok, long failing, long never, @Nullable Integer collectors, int running, long waiting) {}

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
    public Optional<Shown> show(String key) {
        return Optional.of(new Shown("live/overview", model()));
    }

    Map<String, Object> model() {
        Liveness liveness = collectors.liveness();
        FirstSteps steps = firstSteps(liveness);
        return Map.of(
                "steps",
                steps,
                "numbers",
                numbers(liveness),
                "attention",
                attention.now(liveness),
                "changes",
                changes());
    }

    private FirstSteps firstSteps(Liveness liveness) {
        boolean collector =
                liveness instanceof Liveness.Known known && !known.heartbeats().isEmpty();
        return jdbc.sql("""
                select
                    exists (select from collector_group where deleted_at is null) as groups,
                    exists (select from device where deleted_at is null) as devices,
                    exists (select from credential) as credentials,
                    exists (select from device_state where last_success_at is not null) as backups,
                    exists (select from schedule where deleted_at is null) as schedules
                """)
                .query((row, _) -> new FirstSteps(
                        row.getBoolean("groups"),
                        collector,
                        row.getBoolean("devices"),
                        row.getBoolean("credentials"),
                        row.getBoolean("backups"),
                        row.getBoolean("schedules")))
                .single();
    }

    private Numbers numbers(Liveness liveness) {
        Integer live =
                liveness instanceof Liveness.Known known ? known.heartbeats().size() : null;
        int running = liveness.running().size();
        return jdbc.sql("""
                select
                    count(*) filter (where s.last_status = 'success') as ok,
                    count(*) filter (where s.last_status = 'failure') as failing,
                    count(*) filter (where s.last_status is null) as never,
                    (select count(*) from job where finished_at is null) as open
                from device d
                left join device_state s on s.device_id = d.id
                where d.deleted_at is null and d.enabled
                """)
                .query((row, _) -> new Numbers(
                        row.getLong("ok"),
                        row.getLong("failing"),
                        row.getLong("never"),
                        live,
                        running,
                        Math.max(0, row.getLong("open") - running)))
                .single();
    }

    private List<Change> changes() {
        return jdbc.sql("""
                select v.id, v.device_id, d.name, g.name as group_name, v.collected_at, v.lines_added, v.lines_removed,
                    not exists (select from config_version o where o.device_id = v.device_id and o.id < v.id) as first
                from config_version v
                join device d on d.id = v.device_id
                join collector_group g on g.id = d.group_id
                where not v.history
                order by v.id desc
                limit :limit
                """)
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
