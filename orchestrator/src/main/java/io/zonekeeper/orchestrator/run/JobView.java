package io.zonekeeper.orchestrator.run;

import io.zonekeeper.common.wire.GroupName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job in a list.
 *
 * @param device null for a job without one
 * @param failure the kind, {@code LOST} or {@code DEAD_LETTERED}; null where nothing failed so far. A job that waits for its next
 *     attempt shows why the last one failed
 * @param detail a sentence on the failure, or who or what cancelled the job
 * @param attempts how many were issued
 * @param changed whether the configuration was another one than before
 * @param versionId the configuration version of the success
 * @param dueAt when the next attempt may be issued; null while one is out or the job has finished
 */
public record JobView(
        UUID id,
        UUID runId,
        String taskIdentifier,
        @Nullable JobDevice device,
        GroupName group,
        String kind,
        JobState state,
        @Nullable String failure,
        @Nullable String detail,
        int attempts,
        boolean changed,
        @Nullable Long versionId,
        Instant notBefore,
        @Nullable Instant dueAt,
        @Nullable Instant collectedAt,
        @Nullable Long durationMs,
        @Nullable Instant finishedAt) {

    /** The device by its id and its name today. */
    public record JobDevice(long id, String name, GroupName group) {}
}
