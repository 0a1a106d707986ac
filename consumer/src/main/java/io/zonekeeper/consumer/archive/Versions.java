package io.zonekeeper.consumer.archive;

import static io.zonekeeper.consumer.archive.Times.column;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.wire.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables {@code config_version}, {@code config_text} and {@code git_work}, which get their rows together. */
final class Versions {

    private static final int IDS_AT_ONCE = 50;

    /** A stored version as its neighbours in time see it. */
    record Known(long id, String compareSha256) {}

    /** Ids for new versions, ascending. Taken while the devices are locked, so those of one device ascend in the order they are stored. */
    final class Ids {

        private final Deque<Long> taken = new ArrayDeque<>();

        long next() {
            if (taken.isEmpty()) {
                taken.addAll(jdbc.queryForList("""
                        with ids as materialized (select pg_get_serial_sequence('config_version', 'id')::regclass as sequence)
                        select nextval(ids.sequence) from ids cross join generate_series(1, ?)
                        """, Long.class, IDS_AT_ONCE));
            }
            return taken.removeFirst();
        }
    }

    private final JdbcTemplate jdbc;

    Versions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Ids ids() {
        return new Ids();
    }

    /** The last version of the device up to that time, and the first one after it, as far as there are such. */
    List<Known> around(long deviceId, Instant time) {
        return jdbc.query(
                """
                (select id, compare_sha256 from config_version
                 where device_id = ? and collected_at <= ? order by collected_at desc, id desc limit 1)
                union all
                (select id, compare_sha256 from config_version
                 where device_id = ? and collected_at > ? order by collected_at, id limit 1)
                """,
                (row, _) -> new Known(row.getLong(1), row.getString(2)),
                deviceId,
                column(time),
                deviceId,
                column(time));
    }

    void insert(List<NewVersion> versions) {
        if (versions.isEmpty()) {
            return;
        }
        jdbc.batchUpdate("""
                insert into config_version (id, device_id, task_id, collected_at, is_binary, encoding, content, size,
                    sha256, compare_sha256, secret_spans, context, history, volatile_spans)
                overriding system value
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, versions, versions.size(), (insert, version) -> {
            Content content = version.captured().content();
            insert.setLong(1, version.id());
            insert.setLong(2, version.deviceId());
            insert.setObject(3, version.delivery().taskId());
            insert.setObject(4, column(version.delivery().collectedAt()));
            insert.setBoolean(5, version.captured().binary());
            insert.setString(6, content.encoding());
            insert.setBytes(7, content.bytes());
            insert.setInt(8, content.size());
            insert.setString(9, content.sha256());
            insert.setString(10, version.captured().compareSha256());
            insert.setString(
                    11, Json.MAPPER.writeValueAsString(version.captured().secretSpans()));
            insert.setString(
                    12,
                    CleanText.of(
                            Json.MAPPER.writeValueAsString(version.captured().context())));
            insert.setBoolean(13, version.history());
            insert.setString(
                    14, Json.MAPPER.writeValueAsString(version.captured().volatileSpans()));
        });
        jdbc.batchUpdate(
                "insert into git_work (version_id) values (?)",
                versions,
                versions.size(),
                (insert, version) -> insert.setLong(1, version.id()));
    }

    /** Texts of versions that have become current, at most one of each device. */
    void updateTexts(List<NewVersion> versions) {
        if (versions.isEmpty()) {
            return;
        }
        jdbc.batchUpdate("""
                insert into config_text (device_id, version_id, masked) values (?, ?, ?)
                on conflict (device_id) do update set version_id = excluded.version_id, masked = excluded.masked
                """, versions, versions.size(), (upsert, version) -> {
            upsert.setLong(1, version.deviceId());
            upsert.setLong(2, version.id());
            upsert.setString(3, version.text());
        });
    }
}
