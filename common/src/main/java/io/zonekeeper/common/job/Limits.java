package io.zonekeeper.common.job;

import java.time.Duration;

/**
 * What one attempt may use, counted from the start of its session.
 *
 * @param soft after this the plugin is asked to stop; the attempt ends TIMED_OUT
 * @param hard after this the socket is closed under it; under {@link #LONGEST}, since the broker's acknowledgement timeout runs
 *     from delivery
 * @param bytes of one device's answers; more ends TOO_LARGE
 */
public record Limits(Duration soft, Duration hard, long bytes) {

    public static final Duration LONGEST = Duration.ofMinutes(10);
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(240), Duration.ofSeconds(270), 10 * 1024 * 1024);

    public Limits {
        if (soft.isNegative() || soft.isZero()) {
            throw new IllegalArgumentException("soft: %s (expected: > 0)".formatted(soft));
        }
        if (hard.compareTo(soft) < 0 || hard.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("hard: %s (expected: %s to %s)".formatted(hard, soft, LONGEST));
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes: %s (expected: > 0)".formatted(bytes));
        }
    }
}
