package io.zonekeeper.collector.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.ResultCodec;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XAddParams;

/** The results stream as a collector sees it. Thread-safe. */
public final class Results {

    private final Redis redis;
    private final byte[] stream;

    /** @param stream the key of the results stream */
    public Results(Redis redis, String stream) {
        this.redis = redis;
        this.stream = stream.getBytes(UTF_8);
    }

    /**
     * Adds the result and sets its task's done marker, both or neither.
     *
     * @param markerLife how long the marker stays, at least a second
     * @throws RedisAwayException if not both are known to be stored; storing again is harmless, since a task's result is known by
     *     its task id
     */
    public void store(JobResult result, Duration markerLife) throws RedisAwayException {
        Map<byte[], byte[]> fields = LinkedHashMap.newLinkedHashMap(32);
        ResultCodec.encode(result).forEach((name, value) -> fields.put(name.getBytes(UTF_8), value));
        byte[] marker = RedisKeys.done(result.header().taskId()).getBytes(UTF_8);
        byte[] author = result.header().collector().getBytes(UTF_8);
        redis.call(client -> {
            try (AbstractTransaction transaction = client.multi()) {
                Response<String> set =
                        transaction.set(marker, author, SetParams.setParams().ex(markerLife.toSeconds()));
                Response<byte[]> entry = transaction.xadd(stream, XAddParams.xAddParams(), fields);
                List<Object> replies = transaction.exec();
                // A command of a transaction may fail alone; its error is the reply and get() throws it.
                if (replies == null || replies.size() != 2 || !"OK".equals(set.get()) || entry.get() == null) {
                    throw new JedisDataException("the transaction of a result was not carried out");
                }
                return replies;
            }
        });
    }

    /** Whether this collector stored a result of this task: what it may ask when a reply was lost. */
    public boolean isStored(JobResult result) throws RedisAwayException {
        String author =
                redis.call(client -> client.get(RedisKeys.done(result.header().taskId())));
        return result.header().collector().equals(author);
    }

    /** Entries nobody has taken out yet. */
    public long backlog() throws RedisAwayException {
        return redis.call(client -> client.xlen(stream));
    }
}
