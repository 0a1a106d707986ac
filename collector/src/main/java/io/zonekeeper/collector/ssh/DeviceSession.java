package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.platform.PlatformDefinition.FileProtocol;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;

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

    /** Takes what a command says as it arrives; the array is only lent. While it waits nothing more is read. */
    interface Outputs {

        void output(byte[] bytes, int count) throws SessionException;

        void errorOutput(byte[] bytes, int count) throws SessionException;

        /**
         * Asked now and then while nothing comes: whether not to wait any longer though the device does not say that it is over.
         *
         * @param silence how long nothing has come
         */
        default boolean endsInSilence(Duration silence) {
            return false;
        }
    }

    /**
     * Runs one command without a shell and waits for its end.
     *
     * @param maxBytes of both outputs together; more throws TOO_LARGE
     * @return the exit status, -1 where the device gave none
     * @throws SessionException UNSUPPORTED if the device runs no commands without a shell
     */
    int execute(String command, long maxBytes, Deadline deadline, Outputs outputs) throws SessionException;

    /** As above, all of it in memory. */
    default Execution execute(String command, long maxBytes, Deadline deadline) throws SessionException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errorOutput = new ByteArrayOutputStream();
        int exitStatus = execute(command, maxBytes, deadline, new Outputs() {
            @Override
            public void output(byte[] bytes, int count) {
                output.write(bytes, 0, count);
            }

            @Override
            public void errorOutput(byte[] bytes, int count) {
                errorOutput.write(bytes, 0, count);
            }
        });
        return new Execution(output.toByteArray(), errorOutput.toByteArray(), exitStatus);
    }

    /** Takes a file as it arrives; the array is only lent. While it waits nothing more is read. */
    interface Sink {
        void take(byte[] bytes, int count) throws SessionException;
    }

    /**
     * How long to wait for what a device says or gives.
     *
     * @param idle until more of it comes
     * @param deadline for all of it
     */
    record Patience(Duration idle, Deadline deadline) {}

    /**
     * Copies one file of the device in a channel of its own.
     *
     * @param maxBytes more throws TOO_LARGE
     * @return why the device does not give it (there is no such file, the user may not read it, the protocol is not there); empty
     *     if it was copied whole
     * @throws SessionException INCOMPLETE if the connection broke or the file ended before its end, TIMED_OUT, TOO_LARGE, and
     *     UNSUPPORTED where the transport carries no files
     */
    default Optional<String> copyFile(String path, FileProtocol protocol, long maxBytes, Patience patience, Sink sink)
            throws SessionException {
        throw new SessionException(
                FailureKind.UNSUPPORTED, "No file can be copied over this transport: let the job use SSH.");
    }

    /** Never throws and never waits longer than a second. */
    @Override
    void close();

    /** What {@link #execute} gave. */
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
