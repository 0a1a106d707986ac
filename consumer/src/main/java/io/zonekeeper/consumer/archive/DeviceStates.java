package io.zonekeeper.consumer.archive;

import static io.zonekeeper.consumer.archive.Times.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/** Table {@code device_state}. */
final class DeviceStates {

    private final JdbcTemplate jdbc;

    DeviceStates(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the devices until the end of the transaction, in the order of their ids so that two consumers never wait for each other. */
    Map<Long, DeviceState> lock(SortedSet<Long> deviceIds) {
        if (deviceIds.isEmpty()) {
            return new HashMap<>();
        }
        Object[] ids = deviceIds.toArray();
        jdbc.update("""
                insert into device_state (device_id)
                select id from unnest(?) as missing (id)
                where not exists (select from device_state s where s.device_id = missing.id)
                order by id
                on conflict do nothing
                """, new SqlArrayValue("bigint", ids));
        jdbc.query(
                "select device_id from device_state where device_id = any (?) order by device_id for update",
                _ -> {},
                new SqlArrayValue("bigint", ids));
        return read(ids);
    }

    /**
     * After the lock and in a statement of its own: one that has waited for a lock goes on with the newest row of the locked table, but
     * with the rows it joined before.
     *
     * @see <a href="https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED">Read Committed</a>
     */
    private Map<Long, DeviceState> read(Object[] ids) {
        Map<Long, DeviceState> states = new HashMap<>();
        jdbc.query(
                """
                select s.device_id, s.current_version_id, v.compare_sha256, s.current_collected_at, s.last_changed_at,
                       s.last_task_id, s.last_status, s.last_failure, s.last_attempt_at, s.failures_in_a_row,
                       s.last_success_at, s.last_duration_ms
                from device_state s
                left join config_version v on v.id = s.current_version_id
                where s.device_id = any (?)
                """,
                row -> {
                    DeviceState state = read(row);
                    states.put(state.deviceId(), state);
                },
                new SqlArrayValue("bigint", ids));
        return states;
    }

    void update(Collection<DeviceState> states) {
        if (states.isEmpty()) {
            return;
        }
        List<DeviceState> all = List.copyOf(states);
        jdbc.update(
                """
                update device_state s
                set current_version_id = n.current_version_id,
                    current_collected_at = n.current_collected_at,
                    last_changed_at = n.last_changed_at,
                    last_task_id = n.last_task_id,
                    last_status = n.last_status,
                    last_failure = n.last_failure,
                    last_attempt_at = n.last_attempt_at,
                    failures_in_a_row = n.failures_in_a_row,
                    last_success_at = n.last_success_at,
                    last_duration_ms = n.last_duration_ms
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as n (device_id, current_version_id, current_collected_at,
                    last_changed_at, last_task_id, last_status, last_failure, last_attempt_at, failures_in_a_row,
                    last_success_at, last_duration_ms)
                where s.device_id = n.device_id
                """,
                array("bigint", all, DeviceState::deviceId),
                array(
                        "bigint",
                        all,
                        state ->
                                state.current() == null ? null : state.current().versionId()),
                array(
                        "timestamptz",
                        all,
                        state ->
                                state.current() == null ? null : state.current().seenAt()),
                array(
                        "timestamptz",
                        all,
                        state ->
                                state.current() == null ? null : state.current().changedAt()),
                array(
                        "uuid",
                        all,
                        state -> state.last() == null ? null : state.last().taskId()),
                array(
                        "text",
                        all,
                        state -> state.last() == null ? null : state.last().status()),
                array(
                        "text",
                        all,
                        state -> state.last() == null ? null : state.last().failure()),
                array(
                        "timestamptz",
                        all,
                        state -> state.last() == null ? null : state.last().at()),
                array(
                        "int",
                        all,
                        state -> state.last() == null ? 0 : state.last().failuresInARow()),
                array("timestamptz", all, DeviceState::lastSuccessAt),
                array(
                        "int",
                        all,
                        state -> state.last() == null ? null : state.last().durationMs()));
    }

    private static SqlArrayValue array(
            String type, List<DeviceState> states, Function<DeviceState, @Nullable Object> column) {
        return new SqlArrayValue(type, states.stream().map(column).toArray());
    }

    private static DeviceState read(ResultSet row) throws SQLException {
        long deviceId = row.getLong(1);
        Long versionId = row.getObject(2, Long.class);
        String compareSha256 = row.getString(3);
        Instant seenAt = instant(row, 4);
        Instant changedAt = instant(row, 5);
        UUID lastTaskId = row.getObject(6, UUID.class);
        String lastStatus = row.getString(7);
        Instant lastAt = instant(row, 9);
        DeviceState.Current current = versionId == null || seenAt == null || changedAt == null
                ? null
                : new DeviceState.Current(versionId, compareSha256, seenAt, changedAt);
        DeviceState.LastAttempt last = lastTaskId == null || lastAt == null
                ? null
                : new DeviceState.LastAttempt(
                        lastTaskId, lastStatus, row.getString(8), lastAt, row.getInt(10), row.getInt(12));
        return new DeviceState(deviceId, current, last, instant(row, 11));
    }
}
