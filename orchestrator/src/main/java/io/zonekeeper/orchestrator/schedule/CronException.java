package io.zonekeeper.orchestrator.schedule;

import org.jspecify.annotations.Nullable;

/** A cron expression or zone that cannot be used: the field at fault, its value, and a sentence for the user. */
final class CronException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;

    private CronException(String field, String value, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.field = field;
        this.value = value;
    }

    static CronException ofCron(String cron, String message) {
        return new CronException("cron", cron, message, null);
    }

    static CronException ofCron(String cron, String message, Throwable cause) {
        return new CronException("cron", cron, message, cause);
    }

    static CronException ofZone(String zone, Throwable cause) {
        return new CronException(
                "zone",
                zone,
                "Time zone \"%s\" is not known: write a name such as Europe/Berlin or UTC.".formatted(zone),
                cause);
    }

    boolean isOfZone() {
        return field.equals("zone");
    }

    String field() {
        return field;
    }

    String value() {
        return value;
    }
}
