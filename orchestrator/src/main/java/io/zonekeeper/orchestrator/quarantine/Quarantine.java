package io.zonekeeper.orchestrator.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.web.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;

/** The table quarantine, whose writer is the consumer, and the way back to the stream. Thread-safe. */
@Component
public class Quarantine {

    private final JdbcClient jdbc;
    private final RedisClient redis;
    private final Audit audit;

    Quarantine(JdbcClient jdbc, RedisClient redis, Audit audit) {
        this.jdbc = jdbc;
        this.redis = redis;
        this.audit = audit;
    }

    private record Kept(String stream, byte[] fields) {}

    /** @param entryId of the new entry of the stream */
    public record Replayed(long id, String stream, String entryId) {}

    /** Newest first. */
    public List<QuarantinedEntry> list(@Nullable Long beforeId, int limit) {
        return jdbc.sql("""
                select id, stream, entry_id, reason, quarantined_at, length(fields) as bytes, replayed_at
                from quarantine
                where id < :before
                order by id desc limit :limit
                """)
                .param("before", beforeId == null ? Long.MAX_VALUE : beforeId)
                .param("limit", limit)
                .query((row, _) -> new QuarantinedEntry(
                        row.getLong("id"),
                        row.getString("stream"),
                        row.getString("entry_id"),
                        row.getString("reason"),
                        DatabaseTime.read(row, "quarantined_at"),
                        row.getInt("bytes"),
                        row.getObject("replayed_at") == null ? null : DatabaseTime.read(row, "replayed_at")))
                .list();
    }

    /**
     * Adds an entry with the same fields to the stream it came from, which names this one. Doing it twice is harmless: a result
     * is known by its task id.
     *
     * @throws Problem 404 if there is no such entry, 503 while Redis is away
     */
    public Replayed replay(String who, long id) {
        Kept kept = jdbc.sql("select stream, fields from quarantine where id = :id")
                .param("id", id)
                .query((row, _) -> new Kept(row.getString("stream"), row.getBytes("fields")))
                .optional()
                .orElseThrow(() -> Problem.notFound("Quarantined entry " + id));
        Map<byte[], byte[]> fields = fields(kept.fields());
        fields.keySet().removeIf(name -> new String(name, UTF_8).equals(RedisKeys.REPLAY_OF));
        fields.put(RedisKeys.REPLAY_OF.getBytes(UTF_8), Long.toString(id).getBytes(UTF_8));
        String entryId;
        try {
            entryId = new String(redis.xadd(kept.stream().getBytes(UTF_8), XAddParams.xAddParams(), fields), UTF_8);
        } catch (JedisException e) {
            throw Problem.unavailable("Redis is away, so the entry was not replayed: try again when it answers.");
        }
        audit.record(who, "quarantine.replay", "quarantine " + id, "as %s of %s".formatted(entryId, kept.stream()));
        return new Replayed(id, kept.stream(), entryId);
    }

    /** By turns names and values, each behind its length as four bytes. Equal names stay apart, since arrays are compared by identity. */
    private static Map<byte[], byte[]> fields(byte[] lengthPrefixed) {
        ByteBuffer rest = ByteBuffer.wrap(lengthPrefixed);
        List<byte[]> flat = new ArrayList<>();
        while (rest.hasRemaining()) {
            byte[] bytes = new byte[rest.getInt()];
            rest.get(bytes);
            flat.add(bytes);
        }
        Map<byte[], byte[]> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(flat.get(i), flat.get(i + 1));
        }
        return fields;
    }
}
