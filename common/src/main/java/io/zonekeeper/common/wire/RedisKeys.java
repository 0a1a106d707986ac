package io.zonekeeper.common.wire;

import java.time.Duration;

/** Keys of Redis shared by the processes. */
public final class RedisKeys {

    /** Default name of the results stream; a setting on both sides. */
    public static final String DEFAULT_RESULTS_STREAM = "device:results";

    /** Consumer group on the results stream, created at id 0. */
    public static final String CONSUMER_GROUP = "zonekeeper";

    /** Field of an entry of the results stream that was quarantined and is tried again: its id in the table quarantine. */
    public static final String REPLAY_OF = "replay_of";

    /** Sorted set of instance names by the time of their last heartbeat, in milliseconds since the epoch. */
    public static final String COLLECTORS = "collectors";

    /** A device lock is a lease of this length, renewed by its holder every {@link #LOCK_RENEWAL}. */
    public static final Duration LOCK_LEASE = Duration.ofSeconds(30);

    public static final Duration LOCK_RENEWAL = Duration.ofSeconds(10);

    /** A collector is live while its heartbeat is younger than this; its key expires then. */
    public static final Duration HEARTBEAT_LIFE = Duration.ofSeconds(30);

    public static String deviceLock(long deviceId) {
        return "lock:device:" + deviceId;
    }

    /** Set in one transaction with the XADD of the result. */
    public static String done(TaskId taskId) {
        return "done:" + taskId;
    }

    /** Set by the orchestrator when a job is cancelled, read by the collector before connecting. */
    public static String revoked(TaskId taskId) {
        return "revoked:" + taskId;
    }

    public static String collector(String instance) {
        return "collector:" + instance;
    }

    /** A hash with the fields of {@link Control}. */
    public static String controlInstance(String instance) {
        return "control:" + instance;
    }

    /** A hash with the fields of {@link Control}. */
    public static String controlGroup(GroupName group) {
        return "control:group:" + group;
    }

    private RedisKeys() {}
}
