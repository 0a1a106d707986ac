package io.zonekeeper.orchestrator.collector;

import static java.util.stream.Collectors.joining;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.WireException;
import io.zonekeeper.orchestrator.access.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The collectors as their heartbeats show them. What was read serves for a second, so that any number of pages and ticks costs
 * Redis one look a second. Thread-safe; never throws because Redis is away.
 */
@Component
public class Collectors {

    private static final Logger log = LoggerFactory.getLogger(Collectors.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final RedisClient redis;
    private final Clock clock;
    private @Nullable Look last;

    private record Look(Instant at, Liveness liveness) {}

    public Collectors(RedisClient redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    public synchronized Liveness liveness() {
        Instant now = clock.instant();
        if (last == null || Duration.between(last.at, now).abs().compareTo(FRESH) >= 0) {
            last = new Look(now, read(now));
        }
        return last.liveness;
    }

    /** The collectors that serve a group somebody sees, without what they do for other groups. */
    public Liveness liveness(Scope scope) {
        return liveness().seenBy(scope);
    }

    /** Names older than an hour are left out and taken away; of the others those live whose key has not expired. */
    private Liveness read(Instant now) {
        try {
            long horizon = now.minus(REMEMBERED).toEpochMilli();
            redis.zremrangeByScore(RedisKeys.COLLECTORS, Double.NEGATIVE_INFINITY, horizon);
            List<String> instances = redis.zrange(RedisKeys.COLLECTORS, 0, -1);
            if (instances.isEmpty()) {
                return new Liveness.Known(List.of());
            }
            List<String> bodies =
                    redis.mget(instances.stream().map(RedisKeys::collector).toArray(String[]::new));
            List<Heartbeat> heartbeats = new ArrayList<>();
            for (String body : bodies) {
                if (body != null) {
                    parse(body).ifPresent(heartbeats::add);
                }
            }
            return new Liveness.Known(heartbeats);
        } catch (JedisException e) {
            log.debug("Heartbeats cannot be read", e);
            return new Liveness.Unknown(
                    "Redis cannot be reached (%s), so it is not known which collectors live.".formatted(root(e)));
        }
    }

    private static Optional<Heartbeat> parse(String body) {
        try {
            return Optional.of(Heartbeat.fromJson(body));
        } catch (WireException e) {
            log.warn("A collector is left out of the list: {}", e.getMessage());
            return Optional.empty();
        }
    }

    static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().lines().collect(joining(" "));
    }
}
