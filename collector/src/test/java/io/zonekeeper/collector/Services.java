package io.zonekeeper.collector;

/** Where the real services for tests are. */
public final class Services {

    static String amqpUrl() {
        return required("ZONEKEEPER_AMQP_URL");
    }

    public static String redisUrl() {
        return required("ZONEKEEPER_REDIS_URL");
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
