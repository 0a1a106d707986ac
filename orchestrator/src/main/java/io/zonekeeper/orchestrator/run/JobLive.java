package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.live.LiveFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The live part of a job's page: its attempts with log, transcript and timings. Thread-safe. */
@Component
class JobLive implements LiveFragment {

    private final Jobs jobs;
    private final Holdups holdups;

    JobLive(Jobs jobs, Holdups holdups) {
        this.jobs = jobs;
        this.holdups = holdups;
    }

    /** An attempt and how long its parts took; null for what did not happen. */
    record Timed(
            AttemptView attempt,
            @Nullable Duration waiting,
            @Nullable Duration connecting,
            @Nullable Duration collecting,
            @Nullable Duration storing) {

        static Timed of(AttemptView attempt) {
            AttemptView.Outcome outcome = attempt.outcome();
            if (outcome == null) {
                return new Timed(attempt, null, null, null, null);
            }
            Instant connected = outcome.connectedAt();
            return new Timed(
                    attempt,
                    between(attempt.issuedAt(), outcome.receivedAt()),
                    connected == null ? null : between(outcome.receivedAt(), connected),
                    between(connected == null ? outcome.receivedAt() : connected, outcome.collectedAt()),
                    between(outcome.collectedAt(), outcome.storedAt()));
        }

        /** Clocks of two hosts may disagree by a little; nothing takes less than no time. */
        private static Duration between(Instant from, Instant to) {
            return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
        }
    }

    @Override
    public String name() {
        return "job";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        try {
            return jobs.find(scope, UUID.fromString(key)).map(job -> new Shown("live/job", model(scope, job)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Map<String, Object> model(Scope scope, JobView job) {
        List<Timed> attempts =
                jobs.attempts(scope, job.id()).stream().map(Timed::of).toList().reversed();
        return Map.of("job", job, "attempts", attempts, "holdups", holdups.of(scope, job));
    }
}
