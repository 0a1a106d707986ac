package io.zonekeeper.collector;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Where the real services for tests are. Of RabbitMQ and Redis these tests have parts of their own, so that other modules' tests may
 * run meanwhile: what is dead-lettered here, and who lives here, is not theirs.
 */
public final class Services {

    private static final String REDIS_DATABASE = "/1";

    private static final class Rabbit {

        private static final String URL = ownVhost();

        private Rabbit() {}
    }

    static String amqpUrl() {
        return Rabbit.URL;
    }

    public static String redisUrl() {
        return URI.create(required("ZONEKEEPER_REDIS_URL"))
                .resolve(REDIS_DATABASE)
                .toString();
    }

    /** Goes with this JVM. The one that was given, where none can be made because RabbitMQ is somewhere else. */
    private static String ownVhost() {
        String given = required("ZONEKEEPER_AMQP_URL");
        String rabbitmqctl = System.getenv("ZONEKEEPER_RABBITMQCTL");
        if (rabbitmqctl == null) {
            return given;
        }
        String vhost = "collector-" + UUID.randomUUID().toString().substring(0, 8);
        String user = URI.create(given).getUserInfo().split(":", 2)[0];
        run(List.of(rabbitmqctl, "-q", "add_vhost", vhost));
        run(List.of(rabbitmqctl, "-q", "set_permissions", "-p", vhost, user, ".*", ".*", ".*"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run(List.of(rabbitmqctl, "-q", "delete_vhost", vhost))));
        return given.replaceFirst("/[^/]*$", "/" + vhost);
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("%s failed: %s".formatted(String.join(" ", command), said.strip()));
            }
        } catch (IOException e) {
            throw new AssertionError(command.getFirst() + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command.getFirst() + " was not awaited", e);
        }
    }

    private static String required(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isEmpty()) {
            throw new AssertionError(
                    "%s is not set, so there is no service to test against: run dev-env/test, or dev-env/up and source the settings file it names."
                            .formatted(variable));
        }
        return value;
    }

    private Services() {}
}
