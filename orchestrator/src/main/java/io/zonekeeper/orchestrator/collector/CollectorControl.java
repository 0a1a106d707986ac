package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.Control;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.web.Problem;
import org.springframework.stereotype.Component;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** What users tell one collector. Thread-safe. */
@Component
public class CollectorControl {

    private final Collectors collectors;
    private final RedisClient redis;
    private final Audit audit;

    CollectorControl(Collectors collectors, RedisClient redis, Audit audit) {
        this.collectors = collectors;
        this.redis = redis;
        this.audit = audit;
    }

    /**
     * The collector takes no new job and finishes what runs, until it is resumed.
     *
     * @throws Problem 404 if no live collector has this name, 503 if Redis is away
     */
    public void drain(String who, String instance) {
        tell(instance, () -> redis.hset(RedisKeys.controlInstance(instance), Control.DRAIN, "true"));
        audit.record(who, "collector.drain", "collector " + instance, "");
    }

    /** @throws Problem as {@link #drain} */
    public void resume(String who, String instance) {
        tell(instance, () -> redis.hdel(RedisKeys.controlInstance(instance), Control.DRAIN));
        audit.record(who, "collector.resume", "collector " + instance, "");
    }

    private void tell(String instance, Runnable command) {
        switch (collectors.liveness()) {
            case Liveness.Unknown unknown -> throw Problem.unavailable(unknown.reason());
            case Liveness.Known known -> {
                if (known.heartbeats().stream()
                        .noneMatch(live -> live.instance().equals(instance))) {
                    throw Problem.notFound("A live collector \"%s\"".formatted(instance));
                }
            }
        }
        try {
            command.run();
        } catch (JedisException e) {
            throw Problem.unavailable(
                    "Redis cannot be reached (%s): try again in a moment.".formatted(Collectors.root(e)));
        }
    }
}
