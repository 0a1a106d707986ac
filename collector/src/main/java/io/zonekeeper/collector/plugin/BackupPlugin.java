package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;

/** Knows one platform: a target in, what it said out. Thread-safe. */
public interface BackupPlugin {

    /**
     * Fetches the configuration.
     *
     * @throws SessionException with the kind the attempt ends in; an incomplete or empty configuration is INCOMPLETE
     */
    Collected backup(Visit visit) throws SessionException;

    /** Logs in, reaches the prompt and logs out. */
    void testLogin(Visit visit) throws SessionException;
}
