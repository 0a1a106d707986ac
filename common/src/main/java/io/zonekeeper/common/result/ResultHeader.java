package io.zonekeeper.common.result;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every result has.
 *
 * @param kind name of the job's kind on the wire, which may be one this release does not know
 * @param deviceId null for a job without a device
 * @param collector instance name
 * @param connectedAt when the session stood, or null if it never did
 * @param collectedAt when the answer was complete, or when the attempt failed
 * @param durationMs milliseconds from the start of the session
 * @param transcript the dialogue with secrets masked, capped; null if there was none
 * @param hostKey what the device showed, or null
 * @param keyId of the group's key that opened the job, or null
 */
public record ResultHeader(
        TaskId taskId,
        String taskIdentifier,
        String kind,
        @Nullable Long deviceId,
        GroupName group,
        String collector,
        int attempt,
        Instant initiatedAt,
        Instant receivedAt,
        @Nullable Instant connectedAt,
        Instant collectedAt,
        long durationMs,
        List<LogEntry> log,
        @Nullable String transcript,
        @Nullable SeenHostKey hostKey,
        @Nullable String keyId) {

    public ResultHeader {
        log = List.copyOf(log);
    }
}
