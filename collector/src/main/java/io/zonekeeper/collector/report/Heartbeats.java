package io.zonekeeper.collector.report;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Duration;
import java.time.Instant;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/** Says that this collector lives. Thread-safe. */
public final class Heartbeats {

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Redis redis;

    /** Guarded by this. */
    private boolean ended;

    public Heartbeats(Redis redis) {
        this.redis = redis;
    }

    /**
     * Ages are told by the clock of Redis, so a collector with a wrong clock is not taken for dead. Does nothing after
     * {@link #end}: a beat that was on its way would bring the collector back for the life of a heartbeat.
     */
    public synchronized void beat(Heartbeat heartbeat) throws RedisAwayException {
        if (ended) {
            return;
        }
        Instant now = redis.time();
        String json = heartbeat.toJson();
        redis.call(client -> {
            try (AbstractPipeline pipeline = client.pipelined()) {
                Response<String> set = pipeline.setex(
                        RedisKeys.collector(heartbeat.instance()), RedisKeys.HEARTBEAT_LIFE.toSeconds(), json);
                pipeline.zadd(RedisKeys.COLLECTORS, now.toEpochMilli(), heartbeat.instance());
                pipeline.zremrangeByScore(
                        RedisKeys.COLLECTORS, 0, now.minus(REMEMBERED).toEpochMilli());
                pipeline.sync();
                return set.get();
            }
        });
    }

    /** The last word of a collector that ends in order: it is not missed, it is gone. */
    public synchronized void end(String instance) throws RedisAwayException {
        ended = true;
        redis.call(client -> {
            client.zrem(RedisKeys.COLLECTORS, instance);
            return client.del(RedisKeys.collector(instance));
        });
    }
}
