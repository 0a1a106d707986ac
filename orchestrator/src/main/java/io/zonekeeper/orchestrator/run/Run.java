package io.zonekeeper.orchestrator.run;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One firing of a schedule, or one "run now".
 *
 * @param trigger {@code schedule}, {@code manual} or {@code login_test}
 * @param schedule null unless fired by one
 * @param fireAt the time that was due; null unless fired by a schedule
 * @param note why it has no jobs, or of which run it repeats what failed; else empty
 * @param finishedAt null while a job is open
 */
public record Run(
        UUID id,
        String trigger,
        @Nullable ScheduleName schedule,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant fireAt,
        String note,
        RunCounts counts,
        @Nullable Instant finishedAt) {

    /** The schedule by its id and its name today. */
    public record ScheduleName(long id, String name) {}
}
