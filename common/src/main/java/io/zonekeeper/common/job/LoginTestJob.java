package io.zonekeeper.common.job;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import java.time.Instant;
import java.util.Map;

/**
 * Log in to one device, reach its prompt, log out; the transcript is the answer.
 *
 * @param parameters of the platform, which may say how to log in; no secrets, since they travel in clear
 */
public record LoginTestJob(
        TaskId taskId,
        String taskIdentifier,
        GroupName group,
        int attempt,
        Instant notAfter,
        Instant initiatedAt,
        Limits limits,
        long deviceId,
        String platform,
        Map<String, String> parameters)
        implements DeviceJob {

    public LoginTestJob {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public JobKind kind() {
        return JobKind.LOGIN_TEST;
    }
}
