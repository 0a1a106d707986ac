package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.StackException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for an end that is to be timed. */
final class Poll {

    private static final long PAUSE_MILLIS = 50;

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
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait was interrupted.", e);
        }
    }
}
