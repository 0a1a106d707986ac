package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.JobResult;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of a device by its backups. */
record DeviceState(
        long deviceId,
        @Nullable Current current,
        @Nullable LastAttempt last,
        @Nullable Instant lastSuccessAt) {

    /** The current configuration: first seen at {@code changedAt}, last seen, changed or not, at {@code seenAt}. */
    record Current(long versionId, String compareSha256, Instant seenAt, Instant changedAt) {}

    /** @param durationMs of the visit, by the collector's clock */
    record LastAttempt(
            UUID taskId, String status, @Nullable String failure, Instant at, int failuresInARow, int durationMs) {}

    static DeviceState unknown(long deviceId) {
        return new DeviceState(deviceId, null, null, null);
    }

    /** A configuration of this time is older than the current one. */
    boolean isLate(Instant collectedAt) {
        return current != null && collectedAt.isBefore(current.seenAt());
    }

    boolean isCurrent(String compareSha256) {
        return current != null && current.compareSha256().equals(compareSha256);
    }

    DeviceState seenUnchanged(Instant at) {
        return current == null
                ? this
                : with(new Current(current.versionId(), current.compareSha256(), at, current.changedAt()));
    }

    DeviceState changedTo(long versionId, String compareSha256, Instant at) {
        return with(new Current(versionId, compareSha256, at, at));
    }

    /** A result older than the last attempt changes nothing but the time of the last success; a cancelled one nothing at all. */
    DeviceState after(Delivery delivery) {
        if (delivery.result() instanceof JobResult.Failed failed && failed.failure() == FailureKind.CANCELLED) {
            return this;
        }
        Instant at = delivery.collectedAt();
        boolean failure = delivery.result() instanceof JobResult.Failed;
        Instant success = failure || (lastSuccessAt != null && lastSuccessAt.isAfter(at)) ? lastSuccessAt : at;
        if (last != null && at.isBefore(last.at())) {
            return new DeviceState(deviceId, current, last, success);
        }
        int failures = last == null ? 0 : last.failuresInARow();
        LastAttempt attempt = new LastAttempt(
                delivery.taskId(),
                OutcomeRow.status(delivery.result()),
                OutcomeRow.failure(delivery.result()),
                at,
                failure ? failures + 1 : 0,
                Math.clamp(delivery.header().durationMs(), 0, Integer.MAX_VALUE));
        return new DeviceState(deviceId, current, attempt, success);
    }

    private DeviceState with(Current newCurrent) {
        return new DeviceState(deviceId, newCurrent, last, lastSuccessAt);
    }
}
