package io.zonekeeper.common.job;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job of another release, as much of it as is needed to answer it; {@code reason} is a sentence for the operator. */
public record UnsupportedJob(
        TaskId taskId,
        String taskIdentifier,
        GroupName group,
        int attempt,
        String kind,
        @Nullable Long deviceId,
        Instant initiatedAt,
        String reason)
        implements ReceivedJob {}
