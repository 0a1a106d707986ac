package io.zonekeeper.devenv.stack;

import java.util.Map;

/**
 * Where RabbitMQ, Redis and PostgreSQL are, and what of them one stack uses.
 *
 * @param rabbitmqctl the program that administers this RabbitMQ; empty if there is none here
 */
public record Services(
        String amqpUrl,
        String redisUrl,
        String resultsStream,
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        String rabbitmqctl) {

    private static final String WAY_OUT = "run dev-env/test, or dev-env/up and then source its services.env";

    /** @throws StackException if a variable that {@code dev-env/up} gives is missing */
    public static Services of(Map<String, String> environment) {
        return new Services(
                required(environment, "ZONEKEEPER_AMQP_URL"),
                required(environment, "ZONEKEEPER_REDIS_URL"),
                environment.getOrDefault("ZONEKEEPER_RESULTS_STREAM", "device:results"),
                required(environment, "ZONEKEEPER_DATABASE_URL"),
                required(environment, "ZONEKEEPER_DATABASE_USER"),
                required(environment, "ZONEKEEPER_DATABASE_PASSWORD"),
                environment.getOrDefault("ZONEKEEPER_RABBITMQCTL", ""));
    }

    public Services withAmqpUrl(String url) {
        return new Services(url, redisUrl, resultsStream, databaseUrl, databaseUser, databasePassword, rabbitmqctl);
    }

    public Services withRedisUrl(String url) {
        return new Services(amqpUrl, url, resultsStream, databaseUrl, databaseUser, databasePassword, rabbitmqctl);
    }

    public Services withDatabaseUrl(String url) {
        return new Services(amqpUrl, redisUrl, resultsStream, url, databaseUser, databasePassword, rabbitmqctl);
    }

    Map<String, String> environment() {
        return Map.of(
                "ZONEKEEPER_AMQP_URL", amqpUrl,
                "ZONEKEEPER_REDIS_URL", redisUrl,
                "ZONEKEEPER_RESULTS_STREAM", resultsStream,
                "ZONEKEEPER_DATABASE_URL", databaseUrl,
                "ZONEKEEPER_DATABASE_USER", databaseUser,
                "ZONEKEEPER_DATABASE_PASSWORD", databasePassword);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new StackException("%s is not set: %s.".formatted(name, WAY_OUT));
        }
        return value;
    }

    @Override
    public String toString() {
        return "Services[database=%s]".formatted(databaseUrl);
    }
}
