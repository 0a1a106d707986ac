package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.job.DeviceAccess;

/** Opens sessions. Thread-safe. */
public interface Connector {

    enum Protocol {
        SSH,
        /** Hides nothing on its way, the password neither. */
        TELNET
    }

    /**
     * @param defaultPort where the access names none
     * @param legacyAlgorithms whether SSH offers old algorithms too
     */
    record Options(Protocol protocol, int defaultPort, boolean legacyAlgorithms) {

        /** For SSH. */
        public Options(int defaultPort, boolean legacyAlgorithms) {
            this(Protocol.SSH, defaultPort, legacyAlgorithms);
        }
    }

    /**
     * Connects, checks the host key against the accepted one before anything secret is sent, and logs in; over Telnet the device asks
     * for the login in the shell.
     *
     * @throws SessionException UNREACHABLE, TIMED_OUT, HOST_KEY_CHANGED, LOGIN_REFUSED or UNSUPPORTED (no common algorithm)
     */
    DeviceSession connect(DeviceAccess access, Options options, Deadline deadline) throws SessionException;
}
