package io.zonekeeper.common.job;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import java.time.Instant;
import java.util.Map;

/**
 * Fetch the configuration of one device.
 *
 * @param parameters of the platform, such as {@code bytes} of {@code noop}; no secrets, since they travel in clear
 */
public record BackupJob(
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

    public BackupJob {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public JobKind kind() {
        return JobKind.BACKUP;
    }
}
