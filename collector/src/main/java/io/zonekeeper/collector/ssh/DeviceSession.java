package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.result.SeenHostKey;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A session with a device, logged in. Used by one thread; {@link #close()} may be called from any thread and ends every wait. */
public interface DeviceSession extends AutoCloseable {

    /** What the device showed; empty where the transport has no host keys. */
    Optional<SeenHostKey> hostKey();

    /**
     * Opens an interactive shell with a pseudo terminal. At most once in a session.
     *
     * @param columns width of the terminal, wide enough that the device does not wrap
     */
    Shell openShell(int columns, int rows, Deadline deadline) throws SessionException;

    /**
     * Runs one command without a shell and waits for its end.
     *
     * @param maxBytes of both outputs together; more throws TOO_LARGE
     * @param read told of bytes as they arrive; while it waits nothing more is read
     */
    Execution execute(String command, long maxBytes, Deadline deadline, IntConsumer read) throws SessionException;

    /** As above, with nobody told. */
    default Execution execute(String command, long maxBytes, Deadline deadline) throws SessionException {
        return execute(command, maxBytes, deadline, _ -> {});
    }

    /** Never throws and never waits longer than a second. */
    @Override
    void close();

    /** @param exitStatus -1 where the device gave none */
    record Execution(byte[] output, byte[] errorOutput, int exitStatus) {}

    /** Bytes both ways. */
    interface Shell {

        /** Sends at once. */
        void write(byte[] bytes) throws SessionException;

        /**
         * Reads what is there, waiting for at least one byte.
         *
         * @return the number of bytes read; 0 if none came before the deadline; -1 at the end of the stream
         * @throws SessionException INCOMPLETE if the connection broke
         */
        int read(byte[] buffer, Deadline deadline) throws SessionException;
    }
}
