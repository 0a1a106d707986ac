package io.zonekeeper.orchestrator.dispatch;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.Queues;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Empties the queue of dead letters: an attempt of ours is closed and its job goes on with a new one; anything else is kept and
 * shown. A message is acknowledged after its transaction.
 */
@Component
public class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final RabbitTemplate rabbit;
    private final TransactionTemplate transaction;
    private final Endings endings;
    private final Audit audit;
    private final Clock clock;

    DeadLetters(
            JdbcClient jdbc,
            RabbitTemplate rabbit,
            TransactionTemplate transaction,
            Endings endings,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.rabbit = rabbit;
        this.transaction = transaction;
        this.endings = endings;
        this.audit = audit;
        this.clock = clock;
    }

    /** A message nobody could take and that is no attempt of ours. */
    public record DeadLetter(
            long id,
            Instant receivedAt,
            @Nullable String queue,
            String reason,
            @Nullable String messageId,
            @Nullable String type,
            String headers,
            int bytes) {}

    /** Newest first. */
    public List<DeadLetter> list(@Nullable Long beforeId, int limit) {
        return jdbc.sql("""
                select id, received_at, queue, reason, message_id, type, headers, length(body) as bytes from dead_letter
                where dismissed_at is null and id < :before
                order by id desc limit :limit
                """)
                .param("before", beforeId == null ? Long.MAX_VALUE : beforeId)
                .param("limit", limit)
                .query((row, _) -> new DeadLetter(
                        row.getLong("id"),
                        DatabaseTime.read(row, "received_at"),
                        row.getString("queue"),
                        row.getString("reason"),
                        row.getString("message_id"),
                        row.getString("type"),
                        row.getString("headers"),
                        row.getInt("bytes")))
                .list();
    }

    /**
     * Takes a letter off the list; the message is kept.
     *
     * @throws Problem 404 if there is no such letter, or it was dismissed before
     */
    @Transactional
    public void dismiss(User who, long id) {
        String reason = jdbc.sql("""
                update dead_letter set dismissed_at = :now where id = :id and dismissed_at is null returning reason
                """)
                .param("id", id)
                .param("now", DatabaseTime.of(clock.instant()))
                .query(String.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("Dead letter " + id));
        audit.record(who.name(), "dead-letter.dismiss", "dead letter " + id, reason);
    }

    /**
     * Asks PostgreSQL first: a message given back too often because it is away would be dropped by the broker. Declares the queue,
     * since the first tick may come before anything else has.
     *
     * @return whether there was anything
     */
    boolean tick() {
        jdbc.sql("select 1").query(Integer.class).single();
        Integer taken = rabbit.execute(channel -> {
            channel.queueDeclare(Queues.DEAD, true, false, false, Queues.DEAD_ARGUMENTS);
            int count = 0;
            while (count < BATCH && takeOne(channel)) {
                count++;
            }
            return count;
        });
        return taken != null && taken > 0;
    }

    private boolean takeOne(Channel channel) throws IOException {
        GetResponse message = channel.basicGet(Queues.DEAD, false);
        if (message == null) {
            return false;
        }
        long tag = message.getEnvelope().getDeliveryTag();
        try {
            transaction.executeWithoutResult(_ -> take(message));
        } catch (RuntimeException e) {
            channel.basicNack(tag, false, true);
            throw e;
        }
        channel.basicAck(tag, false);
        return true;
    }

    private void take(GetResponse message) {
        Optional<UUID> taskId = uuid(message.getProps().getMessageId());
        if (taskId.isEmpty() || !isOurs(taskId.get())) {
            keep(message);
            return;
        }
        close(taskId.get(), origin(message.getProps(), "x-first-death-reason"));
    }

    private boolean isOurs(UUID taskId) {
        return jdbc.sql("select exists (select from attempt where task_id = :task)")
                .param("task", taskId)
                .query(Boolean.class)
                .single();
    }

    /** An attempt that has its outcome already, or was given up before, needs nothing more. */
    private void close(UUID taskId, @Nullable String reason) {
        List<Ended> ended = jdbc.sql("""
                select a.task_id, a.job_id, a.number, j.kind, j.cancelled_at is not null as cancelled
                from attempt a join job j on j.id = a.job_id
                where a.task_id = :task and a.settled_at is null
                and not exists (select from outcome o where o.day = a.day and o.task_id = a.task_id)
                for update of a, j
                """)
                .param("task", taskId)
                .query((row, _) -> new Ended(
                        taskId,
                        row.getObject("job_id", UUID.class),
                        row.getInt("number"),
                        row.getString("kind"),
                        row.getBoolean("cancelled"),
                        new Ended.NoOutcome()))
                .list();
        if (ended.isEmpty()) {
            return;
        }
        jdbc.sql("update attempt set closed_at = :now, closed_as = 'DEAD_LETTERED' where task_id = :task")
                .param("task", taskId)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
        endings.apply(ended);
        log.info("Attempt {} was dead-lettered ({}).", taskId, reason);
    }

    private void keep(GetResponse message) {
        AMQP.BasicProperties properties = message.getProps();
        Map<String, String> headers = new TreeMap<>();
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        }
        String reason = origin(properties, "x-first-death-reason");
        jdbc.sql("""
                insert into dead_letter (received_at, queue, reason, message_id, type, headers, body)
                values (:now, :queue, :reason, :messageId, :type, :headers, :body)
                """)
                .param("now", DatabaseTime.of(clock.instant()))
                .param("queue", origin(properties, "x-first-death-queue"))
                .param("reason", reason == null ? "sent to %s directly".formatted(Queues.DEAD) : reason)
                .param("messageId", storable(properties.getMessageId()))
                .param("type", storable(properties.getType()))
                .param("headers", storable(Json.MAPPER.writeValueAsString(headers)))
                .param("body", message.getBody())
                .update();
        log.warn("A message that is no job of ours was dead-lettered; it is kept under dead letters.");
    }

    private static @Nullable String origin(AMQP.BasicProperties properties, String header) {
        Object value =
                properties.getHeaders() == null ? null : properties.getHeaders().get(header);
        return value == null ? null : storable(value.toString());
    }

    /** Text columns refuse NUL. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace("\0", "\\0");
    }

    private static Optional<UUID> uuid(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
