package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;

/** How far back results may still be on their way to PostgreSQL. Thread-safe. */
@Component
public class ResultsBacklog {

    private static final Logger log = LoggerFactory.getLogger(ResultsBacklog.class);

    /** An entry may hold 10 MiB; only its id is wanted. */
    private static final String OLDEST_ID = """
            local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
            if #first == 0 then return false end
            return first[1][1]
            """;

    private final RedisClient redis;
    private final List<String> streams;
    private final Clock clock;
    private @Nullable Instant answeringSince;

    @Autowired
    ResultsBacklog(RedisClient redis, Environment environment, Clock clock) {
        this(
                redis,
                Stream.of(environment.get(SharedSettings.RESULTS_STREAM).split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                clock);
    }

    public ResultsBacklog(RedisClient redis, List<String> streams, Clock clock) {
        this.redis = redis;
        this.streams = List.copyOf(streams);
        this.clock = clock;
    }

    /**
     * Every result added to a stream before this instant is in PostgreSQL. Empty where that cannot be known: Redis is away, or
     * has answered for less than a heartbeat's life, in which collectors may hold results for it.
     */
    public synchronized Optional<Instant> writtenUntil() {
        Instant now = clock.instant();
        Instant until = now;
        try {
            for (String stream : streams) {
                Object oldest = redis.eval(OLDEST_ID, List.of(stream), List.of());
                if (oldest != null) {
                    Instant added = Instant.ofEpochMilli(new StreamEntryID(oldest.toString()).getTime());
                    until = added.isBefore(until) ? added : until;
                }
            }
        } catch (JedisException e) {
            answeringSince = null;
            log.debug("The results streams cannot be read", e);
            return Optional.empty();
        }
        if (answeringSince == null) {
            answeringSince = now;
        }
        return answeringSince.plus(RedisKeys.HEARTBEAT_LIFE).isAfter(now) ? Optional.empty() : Optional.of(until);
    }
}
