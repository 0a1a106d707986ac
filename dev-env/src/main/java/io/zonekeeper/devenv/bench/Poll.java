package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.StackException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for an end that is to be timed. */
final class Poll {

    private static final long PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private Poll() {}

    /**
     * Returns within 50 ms of the condition's becoming true.
     *
     * @param what completes the sentence "It did not happen that ..."
     */
    static void until(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        "Within %d s it did not happen that %s.".formatted(patience.toSeconds(), what));
            }
            pause(PAUSE_MILLIS);
        }
    }

    /**
     * Returns within 50 ms of the count's reaching zero, and counts less often while there is much left: counting costs what is
     * measured some of its processor.
     *
     * @param what completes the sentence "It did not happen that ..."
     */
    static void untilNoneIsLeft(String what, Duration patience, LongSupplier left) {
        long started = System.nanoTime();
        long all = left.getAsLong();
        long now = all;
        while (now > 0) {
            long elapsed = (System.nanoTime() - started) / 1_000_000;
            if (elapsed > patience.toMillis()) {
                throw new StackException("Within %d s it did not happen that %s: %d of %d were left."
                        .formatted(patience.toSeconds(), what, now, all));
            }
            long done = all - now;
            long expected = done == 0 ? PAUSE_MILLIS : elapsed * now / done;
            pause(Math.clamp(expected / 2, PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            now = left.getAsLong();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait was interrupted.", e);
        }
    }
}
