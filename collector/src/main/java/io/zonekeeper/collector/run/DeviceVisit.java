package io.zonekeeper.collector.run;

import io.zonekeeper.collector.plugin.Visit;
import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.collector.ssh.Watchdog;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.result.SeenHostKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One visit, and what it leaves behind: log, transcript, host key. Its limits run from its making. Used by one thread, except
 * {@link #close()}, which any thread may call and which ends every wait of the plugin.
 */
public final class DeviceVisit implements Visit, AutoCloseable {

    private static final String COLLECTOR = "collector";

    private final Consumer<LogEntry> listener;
    private final Connector connector;
    private final Clock clock;
    private final String source;
    private final DeviceAccess access;
    private final Map<String, String> parameters;
    private final Limits limits;
    private final Deadline soft;
    private final Deadline hard;
    private final Watchdog.Watch hardLimit;
    private final Secrets secrets;
    private final Transcript transcript;
    private final List<LogEntry> log = new ArrayList<>();
    private @Nullable Instant connectedAt;
    private @Nullable SeenHostKey hostKey;
    /** Guarded by this. */
    private @Nullable DeviceSession session;
    /** Guarded by this. */
    private boolean closed;

    DeviceVisit(
            Connector connector,
            Watchdog watchdog,
            Clock clock,
            String source,
            DeviceAccess access,
            Map<String, String> parameters,
            Limits limits,
            Consumer<LogEntry> listener) {
        this.listener = listener;
        this.connector = connector;
        this.clock = clock;
        this.source = source;
        this.access = access;
        this.parameters = Map.copyOf(parameters);
        this.limits = limits;
        this.soft = Deadline.after(limits.soft());
        this.hard = Deadline.after(limits.hard());
        this.hardLimit = watchdog.at(hard, this::close);
        this.secrets = new Secrets(access);
        this.transcript = new Transcript(secrets);
    }

    @Override
    public DeviceAccess access() {
        return access;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public Deadline deadline() {
        return soft;
    }

    @Override
    public long maxBytes() {
        return limits.bytes();
    }

    @Override
    public DeviceSession connect(Connector.Options options) throws SessionException {
        if (connectedAt != null) {
            throw new IllegalStateException("a visit connects once");
        }
        int port = access.port() == 0 ? options.defaultPort() : access.port();
        boolean telnet = options.protocol() == Connector.Protocol.TELNET;
        note(
                LogEntry.Severity.INFO,
                "Connecting to %s port %d as %s%s%s."
                        .formatted(
                                access.address(),
                                port,
                                access.username(),
                                telnet ? " over Telnet, which hides nothing on its way" : "",
                                options.legacyAlgorithms() ? ", legacy algorithms enabled" : ""));
        DeviceSession opened = opened(options);
        connectedAt = clock.instant();
        hostKey = opened.hostKey().orElse(null);
        note(
                LogEntry.Severity.INFO,
                "%s%s."
                        .formatted(
                                telnet ? "Connected" : "Logged in",
                                hostKey == null
                                        ? ""
                                        : ", host key %s (%s)"
                                                .formatted(
                                                        hostKey.fingerprint(),
                                                        access.hostKey() == null ? "first seen" : "as accepted")));
        keep(opened);
        return opened;
    }

    private DeviceSession opened(Connector.Options options) throws SessionException {
        try {
            return connector.connect(access, options, soft);
        } catch (SessionException e) {
            hostKey = e.hostKey().orElse(null);
            throw e;
        }
    }

    private void keep(DeviceSession opened) throws SessionException {
        synchronized (this) {
            if (!closed) {
                session = opened;
                return;
            }
        }
        opened.close();
        throw new SessionException(FailureKind.TIMED_OUT, "The visit was ended while it connected.");
    }

    @Override
    public void log(LogEntry.Severity severity, String message) {
        add(source, severity, message);
    }

    /** One line of the collector itself, not of the plugin. */
    public void note(LogEntry.Severity severity, String message) {
        add(COLLECTOR, severity, message);
    }

    private void add(String from, LogEntry.Severity severity, String message) {
        LogEntry entry = new LogEntry(from, clock.instant(), severity, secrets.mask(message));
        log.add(entry);
        listener.accept(entry);
    }

    @Override
    public void sent(String shown) {
        transcript.sent(shown);
    }

    /** There is memory for one that is alone. */
    @Override
    public void took(int bytes) {}

    @Override
    public void received(byte[] bytes, int length) {
        transcript.received(bytes, length);
    }

    @Override
    public void leftOut(long bytes) {
        transcript.leftOut(bytes);
    }

    /** What a failure of the plugin means here: what happens past the hard limit happened because of it. */
    public SessionException judged(SessionException failure) {
        if (!hard.isOver() || failure.kind() != FailureKind.INCOMPLETE) {
            return failure;
        }
        return new SessionException(
                FailureKind.TIMED_OUT,
                "The session was closed at its limit of %d s."
                        .formatted(limits.hard().toSeconds()),
                failure);
    }

    /** The log so far, oldest line first. */
    public List<LogEntry> log() {
        return List.copyOf(log);
    }

    /** The dialogue with secrets masked, head and tail of it if it is long; empty if nothing was said. */
    public Optional<String> transcript() {
        return transcript.isEmpty() ? Optional.empty() : Optional.of(transcript.toString());
    }

    /** What the device showed, also where it is not the accepted one. */
    public Optional<SeenHostKey> hostKey() {
        return Optional.ofNullable(hostKey);
    }

    /** When the session stood; empty if it never did. */
    public Optional<Instant> connectedAt() {
        return Optional.ofNullable(connectedAt);
    }

    @Override
    public void close() {
        hardLimit.close();
        DeviceSession open;
        synchronized (this) {
            closed = true;
            open = session;
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return "DeviceVisit[%s, %s]".formatted(source, access);
    }
}
