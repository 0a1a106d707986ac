package io.zonekeeper.orchestrator.layout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Whether RabbitMQ answers, as it was a few seconds ago: looked at in the background while pages are being read, so that no page
 * waits for a broker that is away. Thread-safe.
 */
@Component
class BrokerWatch {

    private static final Logger log = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final ConnectionFactory connections;
    private final Clock clock;
    private Instant lookedAt = Instant.EPOCH;
    private boolean looking;
    private boolean answers = true;

    BrokerWatch(ConnectionFactory connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    synchronized boolean answers() {
        if (!looking && clock.instant().isAfter(lookedAt.plus(FRESH))) {
            looking = true;
            Thread.ofVirtual().name("broker-watch").start(this::look);
        }
        return answers;
    }

    private void look() {
        boolean seen = false;
        try {
            Connection connection = connections.createConnection();
            seen = connection.isOpen();
        } catch (AmqpException e) {
            log.debug("RabbitMQ does not answer", e);
        } finally {
            seen(seen);
        }
    }

    private synchronized void seen(boolean seen) {
        answers = seen;
        looking = false;
        lookedAt = clock.instant();
    }
}
