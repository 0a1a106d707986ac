package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.result.JobResult;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code outcome}.
 *
 * @param versionId of the version that holds what was captured, or null if nothing was
 */
record OutcomeRow(
        Delivery delivery, boolean changed, @Nullable Long versionId) {

    static OutcomeRow withoutVersion(Delivery delivery) {
        return new OutcomeRow(delivery, false, null);
    }

    static String status(JobResult result) {
        return switch (result) {
            case JobResult.Captured _, JobResult.Completed _ -> "success";
            case JobResult.Failed _ -> "failure";
        };
    }

    static @Nullable String failure(JobResult result) {
        return result instanceof JobResult.Failed failed ? failed.failure().name() : null;
    }

    static @Nullable String detail(JobResult result) {
        return result instanceof JobResult.Failed failed ? CleanText.of(failed.detail()) : null;
    }
}
