package io.zonekeeper.consumer.git;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.Span;
import io.zonekeeper.common.wire.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;

/** Tables {@code git_work} and {@code git_file}: what waits for Git, and where Git holds each device. */
final class GitWork {

    /** What a task's version has come to: done or not. */
    record Known(long versionId, long deviceId, boolean done) {}

    /**
     * A version whose turn is over.
     *
     * @param commit id, or null for a version that does not belong into Git
     */
    record Done(
            long versionId,
            long deviceId,
            String path,
            @Nullable String commit,
            LineCount lines) {}

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;

    GitWork(JdbcTemplate jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** The next versions in the order they were stored, as many as fit into the bytes, and at least one if there is any. */
    List<Change> next(int most, long bytes) {
        List<Long> ids = new ArrayList<>();
        long[] sum = {0};
        jdbc.query(
                """
                select w.version_id, v.size from git_work w
                join config_version v on v.id = w.version_id
                where w.done_at is null
                order by w.version_id limit ?
                """,
                row -> {
                    sum[0] += row.getLong(2);
                    if (ids.isEmpty() || sum[0] <= bytes) {
                        ids.add(row.getLong(1));
                    }
                },
                most);
        return ids.isEmpty() ? List.of() : load(ids);
    }

    private List<Change> load(List<Long> ids) {
        return jdbc.query(
                """
                select v.id, v.device_id, v.task_id, v.collected_at, not v.history and d.deleted_at is null as file,
                       g.name || '/' || d.name as path,
                       f.path <> g.name || '/' || d.name or exists (
                           select from git_file o
                           where o.path = g.name || '/' || d.name and o.device_id <> v.device_id) as misplaced,
                       v.encoding, v.content, v.size, v.sha256, v.is_binary, v.secret_spans,
                       p.encoding, p.content, p.size, p.sha256, p.is_binary, p.secret_spans
                from config_version v
                join device d on d.id = v.device_id
                join collector_group g on g.id = d.group_id
                left join git_file f on f.device_id = v.device_id
                left join lateral (
                    select * from config_version b
                    where b.device_id = v.device_id and (b.collected_at, b.id) < (v.collected_at, v.id)
                      and (v.history or not b.history)
                    order by b.collected_at desc, b.id desc limit 1) p on true
                where v.id = any (?)
                order by v.id
                """,
                (row, _) -> new Change(
                        row.getLong(1),
                        row.getLong(2),
                        row.getObject(3, UUID.class),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        config(row, 8),
                        row.getString(14) == null ? null : config(row, 14),
                        row.getBoolean(5),
                        row.getString(6),
                        row.getBoolean(7)),
                new SqlArrayValue("bigint", ids.toArray()));
    }

    private static Change.Config config(ResultSet row, int first) throws SQLException {
        return new Change.Config(
                new Content(
                        row.getString(first), row.getBytes(first + 1), row.getInt(first + 2), row.getString(first + 3)),
                row.getBoolean(first + 4),
                Json.MAPPER.readValue(row.getString(first + 5), new TypeReference<List<Span>>() {}));
    }

    void done(List<Done> all) {
        if (all.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(_ -> {
            jdbc.update("""
                    update git_work w set done_at = now(), commit_id = n.commit_id
                    from unnest(?, ?) as n (version_id, commit_id) where w.version_id = n.version_id
                    """, array("bigint", all, Done::versionId), array("text", all, Done::commit));
            jdbc.update(
                    """
                    update config_version v set lines_added = n.added, lines_removed = n.removed
                    from unnest(?, ?, ?) as n (version_id, added, removed) where v.id = n.version_id
                    """,
                    array("bigint", all, Done::versionId),
                    array("int", all, done -> done.lines().added()),
                    array("int", all, done -> done.lines().removed()));
            Map<Long, String> paths = new HashMap<>();
            all.stream().filter(done -> done.commit() != null).forEach(done -> paths.put(done.deviceId(), done.path()));
            place(paths);
        });
    }

    void moved(List<CommitMessage.Move> moves) {
        transaction.executeWithoutResult(_ -> {
            Map<Long, String> paths = new HashMap<>();
            List<Long> gone = new ArrayList<>();
            for (CommitMessage.Move move : moves) {
                if (move.to() == null) {
                    gone.add(move.deviceId());
                } else {
                    paths.put(move.deviceId(), move.to());
                }
            }
            place(paths);
            jdbc.update("delete from git_file where device_id = any (?)", new SqlArrayValue("bigint", gone.toArray()));
        });
    }

    private void place(Map<Long, String> paths) {
        jdbc.update(
                """
                insert into git_file (device_id, path) select n.device_id, n.path
                from unnest(?, ?) as n (device_id, path) join device d on d.id = n.device_id
                on conflict (device_id) do update set path = excluded.path where git_file.path <> excluded.path
                """,
                new SqlArrayValue("bigint", paths.keySet().toArray()),
                new SqlArrayValue("text", paths.values().toArray()));
    }

    /** Devices that Git holds under another name than theirs, or that are deleted. */
    List<CommitMessage.Move> misplaced() {
        return jdbc.query("""
                select f.device_id, f.path, case when d.deleted_at is null then g.name || '/' || d.name end
                from git_file f
                join device d on d.id = f.device_id
                join collector_group g on g.id = d.group_id
                where d.deleted_at is not null or f.path <> g.name || '/' || d.name
                order by f.device_id
                """, (row, _) -> new CommitMessage.Move(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** The commit of the last version that was written. */
    Optional<String> lastCommit() {
        return jdbc
                .queryForList(
                        "select commit_id from git_work where commit_id is not null order by version_id desc limit 1",
                        String.class)
                .stream()
                .findFirst();
    }

    Map<UUID, Known> find(Collection<UUID> taskIds) {
        Map<UUID, Known> found = new HashMap<>();
        jdbc.query(
                """
                select v.task_id, v.id, v.device_id, w.done_at is not null from config_version v
                join git_work w on w.version_id = v.id
                where v.task_id = any (?)
                """,
                row -> {
                    found.put(
                            row.getObject(1, UUID.class), new Known(row.getLong(2), row.getLong(3), row.getBoolean(4)));
                },
                new SqlArrayValue("uuid", taskIds.toArray()));
        return found;
    }

    long waiting() {
        Long count = jdbc.queryForObject("select count(*) from git_work where done_at is null", Long.class);
        return count == null ? 0 : count;
    }

    /** Everything is to be written again. */
    void startOver() {
        transaction.executeWithoutResult(_ -> {
            jdbc.update("delete from git_file");
            jdbc.update("update git_work set done_at = null, commit_id = null where done_at is not null");
        });
    }

    private static SqlArrayValue array(String type, List<Done> all, Function<Done, @Nullable Object> column) {
        return new SqlArrayValue(type, all.stream().map(column).toArray());
    }
}
