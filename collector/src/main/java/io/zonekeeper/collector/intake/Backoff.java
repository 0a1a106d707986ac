package io.zonekeeper.collector.intake;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When to try again: at once, then after pauses that double up to a bound, with jitter. Used by one thread. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private int failures;
    private long notBefore = System.nanoTime();

    boolean isOver() {
        return System.nanoTime() - notBefore >= 0;
    }

    void failed() {
        long pause = Math.min(FIRST.toNanos() << Math.min(failures, 10), LONGEST.toNanos());
        failures++;
        notBefore = System.nanoTime() + pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2);
    }

    void succeeded() {
        failures = 0;
    }
}
