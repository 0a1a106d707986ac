package io.zonekeeper.orchestrator.dispatch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.group.GroupQueues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.amqp.AmqpException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds attempts that are nowhere: their group's queue is empty, no live collector is at work on them, and a result of theirs would
 * be stored by now. A purged queue or an emptied Redis leaves such attempts, and their own time may be an hour off. Thread-safe.
 */
@Component
class Missing {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** A message that was taken is in a heartbeat by then, or its result in the stream. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** How long without a break: a collector is not given up before its last heartbeat has expired. */
    private static final Duration PATIENCE = RedisKeys.HEARTBEAT_LIFE;

    private static final int MOST = 20_000;

    private final JdbcClient jdbc;
    private final Collectors collectors;
    private final GroupQueues queues;
    private final Clock clock;
    private Map<UUID, Instant> since = Map.of();
    private Instant nextLook = Instant.MIN;

    Missing(JdbcClient jdbc, Collectors collectors, GroupQueues queues, Clock clock) {
        this.jdbc = jdbc;
        this.collectors = collectors;
        this.queues = queues;
        this.clock = clock;
    }

    private record Open(UUID taskId, GroupName group) {}

    /**
     * Looks again, if the last look is not too fresh.
     *
     * @param writtenUntil every result added to a stream before is in PostgreSQL
     * @return task ids; empty also where nothing can be known, since RabbitMQ or Redis is away
     */
    synchronized Set<UUID> look(Instant writtenUntil) {
        Instant now = clock.instant();
        if (now.isBefore(nextLook)) {
            return Set.of();
        }
        nextLook = now.plus(LOOK_EVERY);
        Map<UUID, Instant> before = since;
        since = Map.of();
        if (!(collectors.liveness() instanceof Liveness.Known known)) {
            return Set.of();
        }
        Map<UUID, Instant> seen = new HashMap<>();
        for (List<Open> ofGroup : open(known, now).values()) {
            if (isEmpty(ofGroup.getFirst().group())) {
                ofGroup.forEach(attempt -> seen.put(attempt.taskId(), before.getOrDefault(attempt.taskId(), now)));
            }
        }
        since = seen;
        return seen.entrySet().stream()
                .filter(entry -> !entry.getValue().plus(PATIENCE).isAfter(writtenUntil))
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    private Map<GroupName, List<Open>> open(Liveness.Known known, Instant now) {
        return jdbc
                .sql("""
                select a.task_id, g.name from attempt a join collector_group g on g.id = a.group_id
                where a.settled_at is null and a.published_at < :fresh and g.deleted_at is null
                and not (a.task_id = any(:running))
                limit :most
                """)
                .param("fresh", DatabaseTime.of(now.minus(FRESH)))
                .param("running", UuidArray.of(known.running()))
                .param("most", MOST)
                .query((row, _) -> new Open(row.getObject("task_id", UUID.class), new GroupName(row.getString("name"))))
                .list()
                .stream()
                .collect(groupingBy(Open::group));
    }

    /** No, where it cannot be known. */
    private boolean isEmpty(GroupName group) {
        try {
            return queues.waiting(group) == 0;
        } catch (AmqpException e) {
            return false;
        }
    }
}
