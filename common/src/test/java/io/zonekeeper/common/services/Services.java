package io.zonekeeper.common.services;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Where the real services for tests are. Of RabbitMQ and Redis each JVM has parts of its own, so that other tests may run meanwhile:
 * what is dead-lettered here, and who lives here, is not theirs.
 */
public final class Services {

    /** The system property that names the database of Redis: a number no other JVM of the build has. */
    private static final String REDIS_DATABASE = "zonekeeper.test.redis-database";

    private static final class Rabbit {

        private static final String URL = ownVhost();

        private Rabbit() {}
    }

    /** With a virtual host of this JVM, where one can be made. */
    public static String amqpUrl() {
        return Rabbit.URL;
    }

    /** With a database of this JVM, where the build names one. */
    public static String redisUrl() {
        String given = required("ZONEKEEPER_REDIS_URL");
        String database = System.getProperty(REDIS_DATABASE);
        return database == null
                ? given
                : URI.create(given).resolve("/" + database).toString();
    }

    /** A JDBC URL with the database of this name. */
    public static String databaseUrl(String database) {
        return databaseUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1");
    }

    /** A JDBC URL with a database from which others can be made. */
    public static String databaseUrl() {
        return required("ZONEKEEPER_DATABASE_URL");
    }

    public static String databaseUser() {
        return required("ZONEKEEPER_DATABASE_USER");
    }

    public static String databasePassword() {
        return required("ZONEKEEPER_DATABASE_PASSWORD");
    }

    /** Goes with this JVM. The one that was given, where none can be made because RabbitMQ is somewhere else. */
    private static String ownVhost() {
        String given = required("ZONEKEEPER_AMQP_URL");
        String rabbitmqctl = System.getenv("ZONEKEEPER_RABBITMQCTL");
        if (rabbitmqctl == null) {
            return given;
        }
        String vhost = "test-" + UUID.randomUUID().toString().substring(0, 8);
        String user = URI.create(given).getUserInfo().split(":", 2)[0];
        String definitions = """
                {"vhosts": [{"name": "%1$s"}],
                 "permissions": [{"vhost": "%1$s", "user": "%2$s", "configure": ".*", "write": ".*", "read": ".*"}]}
                """.formatted(vhost, user);
        run(List.of(rabbitmqctl, "-q", "import_definitions"), definitions);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> run(List.of(rabbitmqctl, "-q", "delete_vhost", vhost), "")));
        return given.replaceFirst("/[^/]*$", "/" + vhost);
    }

    private static void run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream toProcess = process.getOutputStream()) {
                toProcess.write(input.getBytes(StandardCharsets.UTF_8));
            }
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
