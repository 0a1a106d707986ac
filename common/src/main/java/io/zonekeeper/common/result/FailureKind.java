package io.zonekeeper.common.result;

import java.util.Arrays;
import java.util.Optional;

/** Why an attempt failed, and whether another attempt makes sense. */
public enum FailureKind {
    /** No connection to the device: refused, no route, no answer, or reset before a session stood. */
    UNREACHABLE(true),
    /** The attempt's limit was over, or the device fell silent. */
    TIMED_OUT(true),
    /** The session ended early, or what came is not a complete configuration. */
    INCOMPLETE(true),
    /** Another session holds the device's lock. */
    DEVICE_BUSY(true),
    /** A fault of ours; the collector's log has more. */
    INTERNAL(true),
    /** The device refused user name, password, key or enable secret. */
    LOGIN_REFUSED(false),
    /** The device shows another host key than the accepted one; no password was sent. */
    HOST_KEY_CHANGED(false),
    /** More output than the limit allows. */
    TOO_LARGE(false),
    /** Unknown platform, command, algorithm or job; trying again changes nothing. */
    UNSUPPORTED(false),
    /** The collector got the job after its latest start. */
    EXPIRED(false),
    /** Revoked before the session started. */
    CANCELLED(false);

    private final boolean retryable;

    FailureKind(boolean retryable) {
        this.retryable = retryable;
    }

    public boolean isRetryable() {
        return retryable;
    }

    public static Optional<FailureKind> ofName(String name) {
        return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }
}
