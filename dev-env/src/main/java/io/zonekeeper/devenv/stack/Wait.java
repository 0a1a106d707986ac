package io.zonekeeper.devenv.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do. */
public final class Wait {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private Wait() {}

    /** @param what completes the sentence "... did not happen in 30 s" */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        forValue(what, patience, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Asks until there is an answer.
     *
     * @throws StackException if there is none in time
     */
    public static <T> T forValue(String what, Duration patience, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        "Within %d s it did not happen that %s.".formatted(patience.toSeconds(), what));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait was interrupted.", e);
        }
    }
}
