package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.Control;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.User;
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
    public void drain(User who, String instance) {
        tell(who, instance, () -> redis.hset(RedisKeys.controlInstance(instance), Control.DRAIN, "true"));
        audit.record(who.name(), "collector.drain", "collector " + instance, "");
    }

    /** @throws Problem as {@link #drain} */
    public void resume(User who, String instance) {
        tell(who, instance, () -> redis.hdel(RedisKeys.controlInstance(instance), Control.DRAIN));
        audit.record(who.name(), "collector.resume", "collector " + instance, "");
    }

    private void requireAllOf(Heartbeat seen, User who) {
        if (collectors.liveness() instanceof Liveness.Known known
                && !known.heartbeats().stream()
                        .filter(heartbeat -> heartbeat.instance().equals(seen.instance()))
                        .allMatch(heartbeat -> Liveness.isAllSeen(heartbeat, who.scope()))) {
            throw Problem.forbidden("Collector %s serves groups besides those you see: ask somebody who sees them all."
                    .formatted(seen.instance()));
        }
    }

    private void tell(User who, String instance, Runnable command) {
        switch (collectors.liveness(who.scope())) {
            case Liveness.Unknown unknown -> throw Problem.unavailable(unknown.reason());
            case Liveness.Known known -> {
                Heartbeat live = known.heartbeats().stream()
                        .filter(heartbeat -> heartbeat.instance().equals(instance))
                        .findFirst()
                        .orElseThrow(() -> Problem.notFound("A live collector \"%s\"".formatted(instance)));
                requireAllOf(live, who);
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
