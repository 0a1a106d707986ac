package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.job.JobKind;
import io.zonekeeper.common.result.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An attempt that has ended, and what follows for its job. */
record Ended(UUID taskId, UUID jobId, int number, String kind, boolean cancelled, Ending ending) {

    /** How an attempt ended. */
    sealed interface Ending {}

    record Success() implements Ending {}

    /** @param failure as the consumer stored it; a name this release does not know is not tried again */
    record Failure(String failure) implements Ending {}

    /** No outcome will come: lost or dead-lettered. */
    record NoOutcome() implements Ending {}

    /** When the next attempt is due; empty if the job has finished. */
    Optional<Instant> next(DispatchSettings settings, Instant now, double random) {
        if (cancelled || kind.equals(JobKind.LOGIN_TEST.wireName()) || number >= settings.maxAttempts()) {
            return Optional.empty();
        }
        return switch (ending) {
            case Success _ -> Optional.empty();
            case Failure failed ->
                FailureKind.ofName(failed.failure())
                        .filter(FailureKind::isRetryable)
                        .map(_ -> now.plus(backoff(settings.retryBackoff(), random)));
            case NoOutcome _ -> Optional.of(now);
        };
    }

    /** Doubled with each attempt, at most a day, and by chance up to a quarter longer or shorter. */
    private Duration backoff(Duration first, double random) {
        Duration doubled = first.multipliedBy(1L << Math.min(number - 1, 20));
        Duration bounded = doubled.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : doubled;
        return Duration.ofMillis((long) (bounded.toMillis() * (0.75 + random / 2)));
    }
}
