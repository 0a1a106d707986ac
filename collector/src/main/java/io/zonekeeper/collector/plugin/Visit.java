package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.time.Duration;
import java.util.Map;

/**
 * One visit to one device: what the plugin may use and where it tells what happens. Given by who runs the job; used by one
 * thread.
 */
public interface Visit extends TranscriptSink {

    DeviceAccess access();

    /** Parameters of the job, none of them secret. */
    Map<String, String> parameters();

    /** When the plugin stops by itself with TIMED_OUT; behind it stands a hard limit that closes the session. */
    Deadline deadline();

    /**
     * How long to wait for what a command asks for.
     *
     * @param idle how long the device may be silent where the command does not say it
     */
    default DeviceSession.Patience patience(Command command, Duration idle) {
        Duration ownIdle = command.idle();
        Duration limit = command.limit();
        return new DeviceSession.Patience(
                ownIdle == null ? idle : ownIdle,
                limit == null ? deadline() : Deadline.after(limit).orEarlier(deadline()));
    }

    /** Whether this says that the device was silent over one thing, and there is time left for the others. */
    default boolean outlives(SessionException failure) {
        return failure.kind() == FailureKind.TIMED_OUT && !deadline().isOver();
    }

    /** Bytes this visit may read in all; more is TOO_LARGE. */
    long maxBytes();

    /** Connects; the session is closed by who runs the job, whatever happens. At most once in a visit. */
    DeviceSession connect(Connector.Options options) throws SessionException;

    /** One line of the job's log; never a secret. */
    void log(LogEntry.Severity severity, String message);

    /** What was sent, as shown to an operator: secrets replaced by the plugin. */
    void sent(String shown);

    /** As many bytes came; waits until there is memory for them. */
    void took(int bytes);
}
