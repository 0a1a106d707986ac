package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.job.DeviceAccess;

/** Opens sessions. Thread-safe. */
public interface Connector {

    /** @param defaultPort where the access names none */
    record Options(int defaultPort, boolean legacyAlgorithms) {}

    /**
     * Connects, checks the host key against the accepted one before anything secret is sent, and logs in.
     *
     * @throws SessionException UNREACHABLE, TIMED_OUT, HOST_KEY_CHANGED, LOGIN_REFUSED or UNSUPPORTED (no common algorithm)
     */
    DeviceSession connect(DeviceAccess access, Options options, Deadline deadline) throws SessionException;
}
