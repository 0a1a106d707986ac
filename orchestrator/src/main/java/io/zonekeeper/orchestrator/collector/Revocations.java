package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Tells collectors not to begin attempts that are in a queue already. Thread-safe. */
@Component
public class Revocations {

    private static final Logger log = LoggerFactory.getLogger(Revocations.class);

    private final RedisClient redis;

    Revocations(RedisClient redis) {
        this.redis = redis;
    }

    /**
     * @param life as long as a collector may still get the message
     * @return false if Redis is away, so that these attempts may still run
     */
    public boolean revoke(Collection<UUID> taskIds, Duration life) {
        if (taskIds.isEmpty()) {
            return true;
        }
        try (AbstractPipeline pipeline = redis.pipelined()) {
            taskIds.forEach(id -> pipeline.setex(RedisKeys.revoked(new TaskId(id)), life.toSeconds(), "1"));
            pipeline.sync();
            return true;
        } catch (JedisException e) {
            log.warn("{} attempts are not revoked and may still run: {}", taskIds.size(), Collectors.root(e));
            return false;
        }
    }
}
