package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.job.JobKind;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Reads what the messages of claimed attempts are made of. Thread-safe. */
@Component
class OutgoingAttempts {

    private final JdbcClient jdbc;

    OutgoingAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order they are to be sent. */
    List<Outgoing> load(GroupName group, Collection<UUID> taskIds) {
        return jdbc.sql("""
                select a.task_id, a.number, j.kind, j.task_identifier, j.initiated_at, d.id as device_id, d.address, d.port,
                    d.platform, d.parameters::text as parameters, d.limit_seconds, d.max_bytes, d.credential_id, k.host_key,
                    case
                        when j.cancelled_at is not null then 'the run was cancelled'
                        when d.deleted_at is not null then format('device %s was deleted', d.name)
                        when c.paused_at is not null and j.kind <> :loginTest then format('credential %s is paused', c.name)
                        when d.credential_id is null and d.platform <> :noLogin
                            then format('device %s has no credential', d.name)
                    end as obstacle
                from attempt a
                join job j on j.id = a.job_id
                join device d on d.id = j.device_id
                left join credential c on c.id = d.credential_id
                left join accepted_host_key k on k.device_id = d.id
                where a.task_id = any(:tasks)
                order by j.priority desc, j.not_before, j.expected_ms desc, j.id
                """)
                .param("loginTest", JobKind.LOGIN_TEST.wireName())
                .param("noLogin", Outgoing.WITHOUT_LOGIN)
                .param("tasks", UuidArray.of(taskIds))
                .query((row, _) -> outgoing(group, row))
                .list();
    }

    private static Outgoing outgoing(GroupName group, ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return new Outgoing(
                new TaskId(row.getObject("task_id", UUID.class)),
                group,
                row.getInt("number"),
                JobKind.ofWireName(kind).orElseThrow(() -> new IllegalStateException("Unknown kind of job: " + kind)),
                row.getString("task_identifier"),
                DatabaseTime.read(row, "initiated_at"),
                row.getLong("device_id"),
                row.getString("address"),
                row.getInt("port"),
                row.getString("platform"),
                Json.MAPPER.readValue(row.getString("parameters"), new TypeReference<Map<String, String>>() {}),
                row.getObject("limit_seconds", Integer.class),
                row.getObject("max_bytes", Long.class),
                row.getObject("credential_id", Long.class),
                row.getString("host_key"),
                row.getString("obstacle"));
    }
}
