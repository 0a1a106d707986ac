package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.job.BackupJob;
import io.zonekeeper.common.job.DeviceJob;
import io.zonekeeper.common.job.JobKind;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.job.LoginTestJob;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A claimed attempt with all that its message needs, the login apart.
 *
 * @param credentialId null for a device without one
 * @param obstacle why it cannot be sent, as a sentence without its full stop; null if it can
 */
record Outgoing(
        TaskId taskId,
        GroupName group,
        int number,
        JobKind kind,
        String taskIdentifier,
        Instant initiatedAt,
        long deviceId,
        String address,
        int port,
        String platform,
        Map<String, String> parameters,
        @Nullable Integer limitSeconds,
        @Nullable Long maxBytes,
        @Nullable Long credentialId,
        @Nullable String hostKey,
        @Nullable String obstacle) {

    /** The one platform that has nothing to log in to. */
    static final String WITHOUT_LOGIN = "noop";

    private static final int LEAST_GRACE_SECONDS = 5;

    Optional<String> unsendable() {
        return Optional.ofNullable(obstacle);
    }

    DeviceJob job(Instant notAfter) {
        return switch (kind) {
            case BACKUP ->
                new BackupJob(
                        taskId,
                        taskIdentifier,
                        group,
                        number,
                        notAfter,
                        initiatedAt,
                        limits(),
                        deviceId,
                        platform,
                        parameters);
            case LOGIN_TEST ->
                new LoginTestJob(
                        taskId,
                        taskIdentifier,
                        group,
                        number,
                        notAfter,
                        initiatedAt,
                        limits(),
                        deviceId,
                        platform,
                        parameters);
        };
    }

    /** The device's own limit is the soft one; the hard one comes a tenth later, at least five seconds. */
    Limits limits() {
        Duration soft = limitSeconds == null ? Limits.DEFAULT.soft() : Duration.ofSeconds(limitSeconds);
        Duration hard = limitSeconds == null
                ? Limits.DEFAULT.hard()
                : soft.plusSeconds(Math.max(LEAST_GRACE_SECONDS, limitSeconds / 10));
        return new Limits(
                soft,
                hard.compareTo(Limits.LONGEST) > 0 ? Limits.LONGEST : hard,
                maxBytes == null ? Limits.DEFAULT.bytes() : maxBytes);
    }
}
