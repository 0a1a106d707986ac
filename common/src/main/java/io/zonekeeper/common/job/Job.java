package io.zonekeeper.common.job;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import java.time.Instant;

/**
 * One attempt of something a collector is asked to do, as far as everybody on the way may read it. What only the collectors of
 * the group may read travels sealed beside it, in {@link JobMessage}.
 */
public sealed interface Job permits DeviceJob {

    TaskId taskId();

    /** Readable name, {@code backup:<device id>:<ISO time>} or {@code backup_now:<device id>:<ISO time>}. */
    String taskIdentifier();

    GroupName group();

    /** 1 for the first attempt of a job. */
    int attempt();

    /** The latest start; a collector that gets the message later ends it EXPIRED. */
    Instant notAfter();

    /** When the run was asked for. */
    Instant initiatedAt();

    Limits limits();

    /** The name of this kind of job on the wire. */
    JobKind kind();
}
