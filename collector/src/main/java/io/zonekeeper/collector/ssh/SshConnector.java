package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** Opens sessions over SSH. Thread-safe. */
public final class SshConnector implements Connector {

    /** What a session may hold unread; devices answer faster than we read only when they flood. */
    private static final int WINDOW_BYTES = 64 * 1024;

    private final Watchdog watchdog;
    private final Timeouts timeouts;

    /**
     * How long a device may take, within the deadline.
     *
     * @param connect until its TCP answers
     * @param step until it answers one step of key exchange or login, behind which a slow AAA server may stand
     */
    public record Timeouts(Duration connect, Duration step) {

        public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(60));
    }

    /** @param watchdog closes sockets in time; stays open as long as sessions are opened */
    public SshConnector(Watchdog watchdog) {
        this(watchdog, Timeouts.DEFAULT);
    }

    public SshConnector(Watchdog watchdog, Timeouts timeouts) {
        this.watchdog = watchdog;
        this.timeouts = timeouts;
    }

    @Override
    public DeviceSession connect(DeviceAccess access, Options options, Deadline deadline) throws SessionException {
        int port = access.port() == 0 ? options.defaultPort() : access.port();
        String device = Shown.target(access.address(), port);
        PinnedHostKey hostKey = PinnedHostKey.of(access.hostKey(), device);
        Optional<KeyProvider> key = PrivateKeys.of(access);
        if (deadline.isOver()) {
            throw new SessionException(FailureKind.TIMED_OUT, "No time was left to connect to %s.".formatted(device));
        }
        Config config = Algorithms.of(options.legacyAlgorithms());
        Link link = Link.open(access.address(), port, config, watchdog, within(timeouts.connect(), deadline));
        boolean loggedIn = false;
        try (Watchdog.Watch _ = watchdog.at(deadline, link::cut)) {
            handshake(link, hostKey, deadline, options.legacyAlgorithms());
            ConnectionImpl connection = new ConnectionImpl(link.transport(), config.getKeepAliveProvider());
            connection.setWindowSize(WINDOW_BYTES);
            new Login(link, connection, access, key, deadline, timeouts.step()).run();
            loggedIn = true;
            return new SshSession(link, connection, hostKey.seen());
        } finally {
            if (!loggedIn) {
                link.close();
            }
        }
    }

    private void handshake(Link link, PinnedHostKey hostKey, Deadline deadline, boolean legacy)
            throws SessionException {
        try {
            link.handshake(hostKey, within(timeouts.step(), deadline));
        } catch (IOException e) {
            throw hostKey.change(link.device(), e).orElseGet(() -> link.failed(e, deadline, legacy));
        }
    }

    private static Duration within(Duration timeout, Deadline deadline) {
        Duration left = deadline.left();
        return left.compareTo(timeout) < 0 ? left : timeout;
    }
}
