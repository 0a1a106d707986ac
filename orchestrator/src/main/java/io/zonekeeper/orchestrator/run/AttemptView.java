package io.zonekeeper.orchestrator.run;

import io.zonekeeper.common.result.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt with its outcome.
 *
 * @param publishedAt null while the broker has not confirmed the message
 * @param closedAs {@code LOST}, {@code CANCELLED}, {@code EXPIRED} or {@code DEAD_LETTERED}; null where an outcome was waited for
 * @param outcome null where there is none yet
 */
public record AttemptView(
        UUID taskId,
        int number,
        Instant issuedAt,
        @Nullable Instant publishedAt,
        @Nullable Instant notAfter,
        @Nullable Instant reconcileAt,
        @Nullable String closedAs,
        @Nullable Instant closedAt,
        @Nullable Outcome outcome) {

    /**
     * What a collector reported.
     *
     * @param connectedAt null where no session stood
     * @param transcript masked and shortened; null where there is none
     */
    public record Outcome(
            String status,
            @Nullable String failure,
            @Nullable String detail,
            boolean changed,
            @Nullable Long versionId,
            String collector,
            Instant receivedAt,
            @Nullable Instant connectedAt,
            Instant collectedAt,
            long durationMs,
            Instant storedAt,
            @Nullable Integer size,
            List<LogEntry> log,
            @Nullable String transcript,
            @Nullable String hostKey) {

        public Outcome {
            log = List.copyOf(log);
        }
    }
}
