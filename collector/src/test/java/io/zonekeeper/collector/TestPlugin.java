package io.zonekeeper.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.collector.plugin.BackupPlugin;
import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.plugin.Visit;
import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.result.SeenHostKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A plugin and the device behind it: counts sessions, and holds them open while it is told to. */
final class TestPlugin implements BackupPlugin, Connector {

    static final byte[] CONFIG = "hostname r1\nend\n".getBytes(UTF_8);
    static final String HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGK0";

    final AtomicInteger visits = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    volatile CountDownLatch hold = new CountDownLatch(0);
    volatile RuntimeException fault;

    /** From now on sessions stay open until {@link #letGo()}. */
    void holdSessions() {
        hold = new CountDownLatch(1);
    }

    void letGo() {
        hold.countDown();
    }

    @Override
    public Collected backup(Visit visit) throws SessionException {
        visits.incrementAndGet();
        if (fault != null) {
            throw fault;
        }
        try (DeviceSession session = visit.connect(new Options(22, false))) {
            visit.sent("show running-config");
            byte[] config = session.execute("show running-config", visit.maxBytes(), visit.deadline())
                    .output();
            visit.took(config.length);
            visit.received(config, config.length);
            visit.log(LogEntry.Severity.INFO, "Read the configuration.");
            return new Collected(config, false, Content.sha256Of(config), List.of(), List.of());
        }
    }

    @Override
    public void testLogin(Visit visit) throws SessionException {
        visits.incrementAndGet();
        try (DeviceSession session = visit.connect(new Options(22, false))) {
            byte[] shown =
                    "r1# over %s".formatted(visit.parameters().get("transport")).getBytes(UTF_8);
            visit.received(shown, shown.length);
        }
    }

    @Override
    public DeviceSession connect(DeviceAccess access, Options options, Deadline deadline) throws SessionException {
        if (!"s3cret".equals(access.password())) {
            throw new SessionException(FailureKind.LOGIN_REFUSED, "The device refused the password.");
        }
        return new Session();
    }

    private final class Session implements DeviceSession {

        private final CountDownLatch closed = new CountDownLatch(1);

        Session() {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        }

        @Override
        public Optional<SeenHostKey> hostKey() {
            return Optional.of(new SeenHostKey(HOST_KEY));
        }

        @Override
        public Shell openShell(int columns, int rows, Deadline deadline) {
            throw new UnsupportedOperationException("no shell");
        }

        @Override
        public int execute(String command, long maxBytes, Deadline deadline, Outputs outputs) throws SessionException {
            CountDownLatch held = hold;
            try {
                while (!held.await(10, TimeUnit.MILLISECONDS)) {
                    if (closed.getCount() == 0) {
                        throw new SessionException(FailureKind.INCOMPLETE, "The connection broke.");
                    }
                }
            } catch (InterruptedException e) {
                throw new SessionException(FailureKind.INCOMPLETE, "The collector ended.", e);
            }
            outputs.output(CONFIG, CONFIG.length);
            return 0;
        }

        @Override
        public synchronized void close() {
            if (closed.getCount() > 0) {
                closed.countDown();
                open.decrementAndGet();
            }
        }
    }
}
