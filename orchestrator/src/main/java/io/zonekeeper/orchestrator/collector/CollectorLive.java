package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.live.LiveFragment;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The live part of a collector's page. Thread-safe. */
@Component
class CollectorLive implements LiveFragment {

    private final Collectors collectors;
    private final CollectorsLive rows;
    private final JdbcClient jdbc;

    CollectorLive(Collectors collectors, CollectorsLive rows, JdbcClient jdbc) {
        this.collectors = collectors;
        this.rows = rows;
        this.jdbc = jdbc;
    }

    /** A job the collector is at work on. */
    record Running(UUID jobId, String name, Instant issuedAt) {}

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        return find(scope, key).map(heartbeat -> new Shown("live/collector", model(scope, heartbeat)));
    }

    Optional<Heartbeat> find(Scope scope, String instance) {
        return collectors.liveness(scope) instanceof Liveness.Known known
                ? known.heartbeats().stream()
                        .filter(heartbeat -> heartbeat.instance().equals(instance))
                        .findFirst()
                : Optional.empty();
    }

    Map<String, Object> model(Scope scope, Heartbeat heartbeat) {
        Map<String, Object> model = new HashMap<>();
        model.put("row", rows.row(heartbeat));
        model.put("running", running(scope, heartbeat));
        return model;
    }

    private List<Running> running(Scope scope, Heartbeat heartbeat) {
        return jdbc.sql("""
                select a.job_id, a.issued_at, coalesce(g.name || '/' || d.name, j.task_identifier) as name
                from attempt a
                join job j on j.id = a.job_id
                left join device d on d.id = j.device_id
                left join collector_group g on g.id = d.group_id
                where a.task_id = any(:running) and %s
                order by a.issued_at, a.task_id
                """.formatted(scope.over("a.group_id")))
                .param(
                        "running",
                        UuidArray.of(
                                heartbeat.running().stream().map(TaskId::value).toList()))
                .query((row, _) -> new Running(
                        row.getObject("job_id", UUID.class),
                        row.getString("name"),
                        DatabaseTime.read(row, "issued_at")))
                .list();
    }
}
