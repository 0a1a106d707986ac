package io.zonekeeper.consumer.archive;

import static io.zonekeeper.consumer.archive.Times.column;

import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.ResultHeader;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/** Table {@code outcome}. */
final class Outcomes {

    private final JdbcTemplate jdbc;

    Outcomes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** In a transaction of its own: what goes wrong here says nothing about the results. */
    void ensurePartitions(Collection<LocalDate> days) {
        days.stream()
                .map(day -> day.withDayOfMonth(1))
                .distinct()
                .forEach(month -> jdbc.query("select ensure_outcome_partitions(?, ?)", _ -> {}, month, month));
    }

    /** Those of the tasks that have their outcome. */
    Set<UUID> existing(Collection<Delivery> deliveries) {
        if (TestSwitch.NO_DEDUPE.isOn()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.queryForList(
                """
                select o.task_id from unnest(?, ?) as t (day, task_id)
                join outcome o on o.day = t.day and o.task_id = t.task_id
                """,
                UUID.class,
                new SqlArrayValue(
                        "date",
                        deliveries.stream()
                                .map(it -> it.header().taskId().day())
                                .toArray()),
                new SqlArrayValue(
                        "uuid", deliveries.stream().map(Delivery::taskId).toArray())));
    }

    /** In the order of task ids, so that two consumers with the same results wait for each other in one direction only. */
    void insert(List<OutcomeRow> rows) {
        List<OutcomeRow> ordered = rows.stream()
                .sorted(Comparator.comparing(row -> row.delivery().header().taskId()))
                .toList();
        jdbc.batchUpdate("""
                insert into outcome (day, task_id, job_id, device_id, group_id, number, kind, status, failure, detail,
                    changed, version_id, collector, received_at, connected_at, collected_at, duration_ms, size, sha256,
                    compare_sha256, log, transcript, host_key, key_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """, ordered, Math.max(ordered.size(), 1), Outcomes::set);
    }

    private static void set(PreparedStatement insert, OutcomeRow row) throws SQLException {
        Delivery delivery = row.delivery();
        ResultHeader header = delivery.header();
        Attempts.Attempt attempt = delivery.attempt();
        JobResult result = delivery.result();
        insert.setObject(1, header.taskId().day());
        insert.setObject(2, attempt.taskId());
        insert.setObject(3, attempt.jobId());
        insert.setObject(4, attempt.deviceId(), Types.BIGINT);
        insert.setLong(5, attempt.groupId());
        insert.setInt(6, attempt.number());
        insert.setString(7, attempt.kind());
        insert.setString(8, OutcomeRow.status(result));
        insert.setString(9, OutcomeRow.failure(result));
        insert.setString(10, OutcomeRow.detail(result));
        insert.setBoolean(11, row.changed());
        insert.setObject(12, row.versionId(), Types.BIGINT);
        insert.setString(13, CleanText.of(header.collector()));
        insert.setObject(14, column(header.receivedAt()));
        insert.setObject(15, column(header.connectedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
        insert.setObject(16, column(delivery.collectedAt()));
        insert.setLong(17, header.durationMs());
        JobResult.Captured captured = result instanceof JobResult.Captured it ? it : null;
        insert.setObject(18, captured == null ? null : captured.content().size(), Types.INTEGER);
        insert.setString(19, captured == null ? null : captured.content().sha256());
        insert.setString(20, captured == null ? null : captured.compareSha256());
        insert.setString(21, CleanText.of(Json.MAPPER.writeValueAsString(header.log())));
        insert.setString(22, CleanText.ofNullable(header.transcript()));
        insert.setString(23, hostKey(header));
        insert.setString(24, CleanText.ofNullable(header.keyId()));
    }

    private static @Nullable String hostKey(ResultHeader header) {
        return header.hostKey() == null ? null : CleanText.of(header.hostKey().key());
    }
}
