package io.zonekeeper.collector.report;

import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;

/** What is known of a task beside its message: whether it is done, whether it was revoked. Thread-safe. */
public final class Marks {

    private final Redis redis;

    public Marks(Redis redis) {
        this.redis = redis;
    }

    /** Meaningful only to who holds the device's lock: before that, somebody may be about to set it. */
    public boolean isDone(TaskId task) throws RedisAwayException {
        return redis.call(client -> client.exists(RedisKeys.done(task)));
    }

    public boolean isRevoked(TaskId task) throws RedisAwayException {
        return redis.call(client -> client.exists(RedisKeys.revoked(task)));
    }
}
