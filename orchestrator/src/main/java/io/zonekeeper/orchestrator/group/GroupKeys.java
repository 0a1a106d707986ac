package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.seal.GroupPublicKey;
import io.zonekeeper.orchestrator.DatabaseTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table group_key: the public halves of the groups' keys. Thread-safe. */
@Component
public class GroupKeys {

    private final JdbcClient jdbc;
    private final Clock clock;

    GroupKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A key by its id; {@code retiredAt} is null while jobs are sealed for it. */
    public record GroupKey(
            String keyId, Instant createdAt, @Nullable Instant retiredAt) {}

    /** The keys jobs of the group are sealed for, oldest first. */
    public List<GroupPublicKey> active(long groupId) {
        return jdbc.sql("""
                select public_key from group_key
                where group_id = :group and retired_at is null
                order by created_at, key_id
                """).param("group", groupId).query(byte[].class).list().stream()
                .map(GroupPublicKey::new)
                .toList();
    }

    /** All keys the group ever had, oldest first. */
    public List<GroupKey> all(long groupId) {
        return jdbc.sql("""
                select key_id, created_at, retired_at from group_key
                where group_id = :group
                order by created_at, key_id
                """)
                .param("group", groupId)
                .query((row, _) -> new GroupKey(
                        row.getString("key_id"),
                        DatabaseTime.read(row, "created_at"),
                        DatabaseTime.readNullable(row, "retired_at")))
                .list();
    }

    void insert(long groupId, GroupPublicKey key) {
        jdbc.sql("""
                insert into group_key (key_id, group_id, public_key, created_at)
                values (:id, :group, :key, :now)
                """)
                .param("id", key.id())
                .param("group", groupId)
                .param("key", key.bytes())
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    void retire(long groupId, String keyId) {
        jdbc.sql("update group_key set retired_at = :now where group_id = :group and key_id = :id")
                .param("group", groupId)
                .param("id", keyId)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }
}
