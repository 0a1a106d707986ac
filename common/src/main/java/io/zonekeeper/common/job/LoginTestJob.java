package io.zonekeeper.common.job;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import java.time.Instant;

/** Log in to one device, reach its prompt, log out; the transcript is the answer. */
public record LoginTestJob(
        TaskId taskId,
        String taskIdentifier,
        GroupName group,
        int attempt,
        Instant notAfter,
        Instant initiatedAt,
        Limits limits,
        long deviceId,
        String platform)
        implements DeviceJob {

    @Override
    public JobKind kind() {
        return JobKind.LOGIN_TEST;
    }
}
