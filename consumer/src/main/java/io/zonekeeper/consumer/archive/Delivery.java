package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.job.JobKind;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.ResultHeader;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A result together with the attempt it answers.
 *
 * @param collectedAt by the collector's clock, but never later than now: a clock that runs ahead must not make later results late
 */
record Delivery(Arrival arrival, JobResult result, Attempts.Attempt attempt, Instant collectedAt) {

    /** Devices together and in the order of their ids, which is the order they are locked in; each in the order of time. */
    static final Comparator<Delivery> BY_DEVICE_AND_TIME = Comparator.comparing(
                    Delivery::deviceId, Comparator.nullsFirst(Comparator.<Long>naturalOrder()))
            .thenComparing(Delivery::collectedAt)
            .thenComparing(delivery -> delivery.header().taskId());

    ResultHeader header() {
        return result.header();
    }

    UUID taskId() {
        return attempt.taskId();
    }

    @Nullable Long deviceId() {
        return attempt.deviceId();
    }

    boolean isBackup() {
        return attempt.kind().equals(JobKind.BACKUP.wireName());
    }
}
