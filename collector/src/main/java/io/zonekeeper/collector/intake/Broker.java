package io.zonekeeper.collector.intake;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.common.wire.GroupName;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Opens connections to RabbitMQ and says in one sentence why it cannot. Recovery is ours, so the client's is off. */
final class Broker implements AutoCloseable {

    /**
     * RabbitMQ gives up a silent connection after two to three of these, and hands its jobs to others. By then a process that was
     * stopped, or its machine, shall go on again: its sessions are still open, and only it can close them.
     */
    private static final Duration HEARTBEAT = Duration.ofSeconds(25);

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final int LARGEST_JOB = 1024 * 1024;

    private static final int NOT_ALLOWED = 530;

    private final AmqpAddress address;
    private final ConnectionFactory factory;
    private final ExecutorService dispatchers = Executors.newVirtualThreadPerTaskExecutor();

    /** @param misconfigured whether waiting does not help */
    record Trouble(String sentence, boolean misconfigured) {}

    Broker(AmqpAddress address) {
        this.address = address;
        factory = new ConnectionFactory();
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setUsername(address.user());
        factory.setPassword(address.password());
        factory.setVirtualHost(address.vhost());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
        factory.setChannelRpcTimeout((int) ANSWER.toMillis());
        factory.setConnectionTimeout((int) CONNECTING.toMillis());
        factory.setHandshakeTimeout((int) CONNECTING.toMillis());
        factory.setMaxInboundMessageBodySize(LARGEST_JOB);
        factory.setSharedExecutor(dispatchers);
        if (address.tls()) {
            factory.useSslProtocol(platformTrust());
            factory.enableHostnameVerification();
        }
    }

    /** The client's own default would trust anyone. */
    private static SSLContext platformTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("TLS is not usable on this JVM", e);
        }
    }

    Connection connect(String name) throws IOException, TimeoutException {
        return factory.newConnection(name);
    }

    Trouble whyNotConnected(Exception failure) {
        if (failure instanceof PossibleAuthenticationFailureException) {
            return new Trouble(
                    "RabbitMQ at %s refuses the login of user \"%s\" (%s): check %s."
                            .formatted(address, address.user(), reason(failure), SharedSettings.AMQP_URL.name()),
                    true);
        }
        if (closeOf(failure) instanceof AMQP.Connection.Close close && close.getReplyCode() == NOT_ALLOWED) {
            return new Trouble(
                    "RabbitMQ at %s does not let user \"%s\" into virtual host \"%s\" (%s): check %s."
                            .formatted(
                                    address,
                                    address.user(),
                                    address.vhost(),
                                    close.getReplyText(),
                                    SharedSettings.AMQP_URL.name()),
                    true);
        }
        return new Trouble(
                "RabbitMQ at %s cannot be reached (%s): start it, or set %s."
                        .formatted(address, reason(failure), SharedSettings.AMQP_URL.name()),
                false);
    }

    Trouble whyNotConsuming(GroupName group, Exception failure) {
        if (closeOf(failure) instanceof AMQP.Channel.Close close) {
            return switch (close.getReplyCode()) {
                case AMQP.NOT_FOUND ->
                    new Trouble(
                            "Group %s does not exist: RabbitMQ at %s has no queue %s; create the group in the UI."
                                    .formatted(group, address, group.queue()),
                            false);
                case AMQP.ACCESS_REFUSED ->
                    new Trouble(
                            "RabbitMQ at %s does not let user \"%s\" read queue %s: give it the permission."
                                    .formatted(address, address.user(), group.queue()),
                            false);
                default ->
                    new Trouble(
                            "RabbitMQ at %s refuses to give jobs of group %s (%s)."
                                    .formatted(address, group, close.getReplyText()),
                            false);
            };
        }
        return new Trouble(
                "RabbitMQ at %s does not give jobs of group %s (%s).".formatted(address, group, reason(failure)),
                false);
    }

    private static @Nullable Object closeOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                return signal.getReason();
            }
        }
        return null;
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    @Override
    public void close() {
        dispatchers.shutdown();
    }
}
