package io.zonekeeper.collector.report;

import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/** What is known of a task beside its message. Thread-safe. */
public final class Marks {

    private final Redis redis;

    /**
     * Certain only for who holds the device's lock: before that, somebody may be about to set a marker.
     *
     * @param done whether its result is stored
     * @param revoked whether it was cancelled
     */
    public record Known(boolean done, boolean revoked) {}

    public Marks(Redis redis) {
        this.redis = redis;
    }

    /** Meaningful only to who holds the device's lock, or has given up on it. */
    public boolean isDone(TaskId task) throws RedisAwayException {
        return redis.call(client -> client.exists(RedisKeys.done(task)));
    }

    /** @return gives the answer once the pipeline has been synchronised */
    static Supplier<Known> ask(AbstractPipeline pipeline, TaskId task) {
        Response<Boolean> done = pipeline.exists(RedisKeys.done(task));
        Response<Boolean> revoked = pipeline.exists(RedisKeys.revoked(task));
        return () -> new Known(done.get(), revoked.get());
    }
}
