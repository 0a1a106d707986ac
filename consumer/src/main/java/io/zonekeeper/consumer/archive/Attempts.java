package io.zonekeeper.consumer.archive;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/** Table {@code attempt} with its job, read only: what was asked for. */
final class Attempts {

    /**
     * @param deviceId null for a job without a device
     * @param deviceDeleted whether the device has been deleted since
     */
    record Attempt(
            UUID taskId,
            UUID jobId,
            int number,
            String kind,
            long groupId,
            String group,
            @Nullable Long deviceId,
            boolean deviceDeleted) {}

    private final JdbcTemplate jdbc;

    Attempts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Map<UUID, Attempt> find(Collection<UUID> taskIds) {
        Map<UUID, Attempt> found = new HashMap<>();
        jdbc.query(
                """
                select a.task_id, a.job_id, a.number, j.kind, a.group_id, g.name, j.device_id, d.deleted_at
                from attempt a
                join job j on j.id = a.job_id
                join collector_group g on g.id = a.group_id
                left join device d on d.id = j.device_id
                where a.task_id = any (?)
                """,
                row -> {
                    Attempt attempt = new Attempt(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getInt(3),
                            row.getString(4),
                            row.getLong(5),
                            row.getString(6),
                            row.getObject(7, Long.class),
                            row.getObject(8) != null);
                    found.put(attempt.taskId(), attempt);
                },
                new SqlArrayValue("uuid", taskIds.toArray()));
        return found;
    }
}
