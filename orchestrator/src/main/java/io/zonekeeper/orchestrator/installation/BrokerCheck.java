package io.zonekeeper.orchestrator.installation;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.orchestrator.AmqpAddress;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Whether RabbitMQ answers, lets us in, is new enough and lets us declare queues. */
final class BrokerCheck {

    static final String NAME = "RabbitMQ";
    private static final int TIMEOUT_MILLIS = 4000;
    private static final int[] OLDEST = {3, 10};

    private final Environment environment;

    BrokerCheck(Environment environment) {
        this.environment = environment;
    }

    Finding look() {
        AmqpAddress address =
                AmqpAddress.parse(SharedSettings.AMQP_URL.name(), environment.get(SharedSettings.AMQP_URL));
        String place = "%s, virtual host \"%s\"".formatted(address.hostAndPort(), address.virtualHost());
        try (Connection connection = connect(address)) {
            String version = String.valueOf(connection.getServerProperties().getOrDefault("version", "?"));
            if (isTooOld(version)) {
                return Finding.failed(
                        NAME,
                        "RabbitMQ %s answers at %s, which is too old.".formatted(version, place),
                        "Upgrade it to %d.%d or later.".formatted(OLDEST[0], OLDEST[1]));
            }
            return declared(connection, address, version, place);
        } catch (AuthenticationFailureException e) {
            return Finding.failed(
                    NAME,
                    "RabbitMQ at %s refuses the login of user \"%s\".".formatted(place, address.user()),
                    "Check user and password in %s; guest is let in from the same host alone."
                            .formatted(SharedSettings.AMQP_URL.name()));
        } catch (IOException | TimeoutException | GeneralSecurityException e) {
            return Finding.failed(
                    NAME,
                    "RabbitMQ at %s does not answer: %s.".formatted(place, Finding.reason(e)),
                    "Start it, and check %s, the virtual host and the way there."
                            .formatted(SharedSettings.AMQP_URL.name()));
        }
    }

    /** By a queue that goes with the connection, named as ours are. */
    private static Finding declared(Connection connection, AmqpAddress address, String version, String place) {
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare("collector.check." + UUID.randomUUID(), false, true, true, Map.of());
            return Finding.ok(NAME, "RabbitMQ %s answers at %s and lets queues be declared.".formatted(version, place));
        } catch (IOException | TimeoutException e) {
            return Finding.failed(
                    NAME,
                    "RabbitMQ %s answers at %s, but user \"%s\" may not declare queues: %s."
                            .formatted(version, place, address.user(), Finding.reason(e)),
                    "Run: rabbitmqctl set_permissions -p '%s' '%s' '^collector\\.' '.*' '.*'"
                            .formatted(address.virtualHost(), address.user()));
        }
    }

    private static Connection connect(AmqpAddress address)
            throws IOException, TimeoutException, GeneralSecurityException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setVirtualHost(address.virtualHost());
        factory.setUsername(address.user());
        factory.setPassword(address.password());
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        factory.setChannelRpcTimeout(TIMEOUT_MILLIS);
        factory.setAutomaticRecoveryEnabled(false);
        if (address.tls()) {
            factory.useSslProtocol(SSLContext.getDefault());
            factory.enableHostnameVerification();
        }
        return factory.newConnection("zonekeeper-check");
    }

    private static boolean isTooOld(String version) {
        String[] parts = version.split("\\.", 3);
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return major < OLDEST[0] || major == OLDEST[0] && minor < OLDEST[1];
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
