package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Queues;
import io.zonekeeper.orchestrator.access.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Declares the queues of the groups and that of dead letters: when a group is made, and all of them at start and with every new
 * connection, since a broker may come back empty. Declaring one that exists changes nothing. Thread-safe.
 */
@Component
public class GroupQueues {

    private static final Logger log = LoggerFactory.getLogger(GroupQueues.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final AmqpAdmin admin;
    private final ConnectionFactory connections;
    private final CollectorGroups groups;
    private final AtomicBoolean declaring = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile @Nullable Thread thread;

    GroupQueues(AmqpAdmin admin, ConnectionFactory connections, CollectorGroups groups) {
        this.admin = admin;
        this.connections = connections;
        this.groups = groups;
    }

    /** @throws AmqpException if the broker does not answer or has a queue of that name with other arguments */
    public void declare(GroupName group) {
        declare(Queues.DEAD, Queues.DEAD_ARGUMENTS);
        declare(group.queue(), Queues.GROUP_ARGUMENTS);
    }

    /**
     * Declares the queues of all groups.
     *
     * @throws AmqpException as {@link #declare}
     */
    public void declareAll() {
        declare(Queues.DEAD, Queues.DEAD_ARGUMENTS);
        groups.all(Scope.all()).forEach(group -> declare(group.queue(), Queues.GROUP_ARGUMENTS));
    }

    /**
     * How many jobs of a group wait for a collector. A queue that somebody has deleted is declared again.
     *
     * @throws AmqpException if the broker does not answer
     */
    public long waiting(GroupName group) {
        QueueInformation queue = admin.getQueueInfo(group.queue());
        if (queue == null) {
            declare(group);
            return 0;
        }
        return queue.getMessageCount();
    }

    @EventListener(ApplicationReadyEvent.class)
    void declareAllFromNowOn() {
        connections.addConnectionListener(_ -> declareAllInBackground());
        declareAllInBackground();
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void declareAllInBackground() {
        if (stopped || !declaring.compareAndSet(false, true)) {
            return;
        }
        thread = Thread.ofVirtual().name("declare-queues").start(() -> {
            try {
                declareUntilDone();
            } finally {
                declaring.set(false);
            }
        });
    }

    private void declareUntilDone() {
        boolean said = false;
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                declareAll();
                log.debug("The queues of all groups are declared.");
                return;
            } catch (AmqpException | DataAccessException e) {
                if (!said) {
                    log.warn("The queues cannot be declared now ({}); trying again until they are.", e.getMessage());
                    said = true;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void declare(String queue, Map<String, Object> arguments) {
        admin.declareQueue(new Queue(queue, true, false, false, arguments));
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
