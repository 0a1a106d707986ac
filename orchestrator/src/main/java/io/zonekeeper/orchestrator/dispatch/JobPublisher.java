package io.zonekeeper.orchestrator.dispatch;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.zonekeeper.common.job.JobKind;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Publishes jobs and tells which the broker has taken: confirmed, and not returned as unroutable. Whatever the broker does, a call
 * ends within 15 seconds. One connection of its own, since a broker in need blocks those that publish. Thread-safe, one batch at a
 * time.
 */
@Component
class JobPublisher {

    private static final Logger log = LoggerFactory.getLogger(JobPublisher.class);
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(14);
    private static final int PERSISTENT = 2;

    /** Quorum queues of RabbitMQ 4 deliver what is above 4 before the rest; older ones keep to the order of arrival. */
    private static final int HIGH_PRIORITY = 9;

    private final ConnectionFactory factory;
    private final List<Address> addresses;
    private volatile @Nullable Connection connection;
    private volatile boolean blocked;

    @Autowired
    JobPublisher(CachingConnectionFactory spring, RabbitConnectionDetails details) {
        this(
                spring.getRabbitConnectionFactory(),
                details.getAddresses().stream()
                        .map(address -> new Address(address.host(), address.port()))
                        .toList());
    }

    JobPublisher(ConnectionFactory factory, List<Address> addresses) {
        this.factory = factory;
        this.addresses = List.copyOf(addresses);
    }

    /** @param type the job's kind on the wire; a login test goes before the others where the broker's queues know two priorities */
    record Message(UUID taskId, String type, byte[] body) {}

    /**
     * What became of a batch; what is in neither set is unknown and to be sent again.
     *
     * @param failure why not all is taken, as a sentence; null if all is
     */
    record Receipt(
            Set<UUID> taken, Set<UUID> returned, @Nullable String failure) {

        static Receipt nothing(String failure) {
            return new Receipt(Set.of(), Set.of(), failure);
        }
    }

    synchronized Receipt publish(String queue, List<Message> messages) {
        Connection current = connection;
        if (blocked && current != null && current.isOpen()) {
            return Receipt.nothing("RabbitMQ has blocked publishing, since it is short of memory or disk");
        }
        FutureTask<Receipt> task = new FutureTask<>(() -> send(queue, messages));
        Thread.ofVirtual().name("publish").start(task);
        return await(task);
    }

    private Receipt await(Future<Receipt> task) {
        try {
            return task.get(BATCH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandon();
            return Receipt.nothing("RabbitMQ did not take the messages within " + BATCH_TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            abandon();
            log.debug("Publishing failed", e);
            return Receipt.nothing("RabbitMQ cannot be reached (%s)".formatted(reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
            return Receipt.nothing("publishing was interrupted");
        }
    }

    private Receipt send(String queue, List<Message> messages)
            throws IOException, TimeoutException, InterruptedException {
        Set<UUID> returned = ConcurrentHashMap.newKeySet();
        NavigableSet<Long> open = new ConcurrentSkipListSet<>();
        Set<Long> refused = ConcurrentHashMap.newKeySet();
        String failure = null;
        try (Channel channel = open().createChannel()) {
            channel.confirmSelect();
            channel.addReturnListener(message ->
                    returned.add(UUID.fromString(message.getProperties().getMessageId())));
            channel.addConfirmListener(
                    (tag, multiple) -> close(open, tag, multiple),
                    (tag, multiple) -> refused.addAll(close(open, tag, multiple)));
            for (Message message : messages) {
                open.add(channel.getNextPublishSeqNo());
                channel.basicPublish("", queue, true, properties(message), message.body());
            }
            try {
                channel.waitForConfirms(CONFIRM_TIMEOUT.toMillis());
            } catch (TimeoutException e) {
                failure = "RabbitMQ did not confirm all messages within " + CONFIRM_TIMEOUT.toSeconds() + " s";
            }
        }
        Set<UUID> taken = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            long tag = i + 1L;
            UUID taskId = messages.get(i).taskId();
            if (!open.contains(tag) && !refused.contains(tag) && !returned.contains(taskId)) {
                taken.add(taskId);
            }
        }
        if (failure == null && !refused.isEmpty()) {
            failure = "RabbitMQ refused %d messages".formatted(refused.size());
        }
        if (failure == null && !returned.isEmpty()) {
            failure = "there is no queue %s".formatted(queue);
        }
        return new Receipt(taken, Set.copyOf(returned), failure);
    }

    private static Set<Long> close(NavigableSet<Long> open, long tag, boolean multiple) {
        Set<Long> closed = multiple ? new HashSet<>(open.headSet(tag, true)) : Collections.singleton(tag);
        open.removeAll(closed);
        return closed;
    }

    private static AMQP.BasicProperties properties(Message message) {
        boolean first = message.type().equals(JobKind.LOGIN_TEST.wireName());
        return new AMQP.BasicProperties.Builder()
                .priority(first ? HIGH_PRIORITY : null)
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(message.taskId().toString())
                .type(message.type())
                .build();
    }

    private Connection open() throws IOException, TimeoutException {
        Connection current = connection;
        if (current != null && current.isOpen()) {
            return current;
        }
        blocked = false;
        Connection opened = factory.newConnection(addresses, "zonekeeper-orchestrator-publisher");
        opened.addBlockedListener(
                reason -> {
                    blocked = true;
                    log.warn("RabbitMQ has blocked publishing ({}); jobs wait in PostgreSQL.", reason);
                },
                () -> {
                    blocked = false;
                    log.info("RabbitMQ takes messages again.");
                });
        connection = opened;
        return opened;
    }

    /** Lets go of a connection nobody can trust any more, without waiting for it. */
    private void abandon() {
        Connection current = connection;
        connection = null;
        blocked = false;
        if (current != null) {
            Thread.ofVirtual().name("abandon-connection").start(() -> current.abort(1000));
        }
    }

    @PreDestroy
    synchronized void close() {
        abandon();
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
