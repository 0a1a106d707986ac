package io.zonekeeper.collector.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.collector.FakeDevice;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SshConnectorTest {

    private static final Connector.Options MODERN = new Connector.Options(22, false);
    private static final Connector.Options LEGACY = new Connector.Options(22, true);

    private final Watchdog watchdog = new Watchdog();
    private final SshConnector connector = new SshConnector(watchdog);

    @AfterEach
    void stopWatchdog() {
        watchdog.close();
    }

    @Test
    void logsInWithAPasswordAndReportsTheHostKey() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start();
                DeviceSession session = connect(device.access())) {
            assertThat(session.hostKey()).contains(new SeenHostKey(device.hostKey()));
            assertThat(device.loginAttempts()).contains("password");
        }
    }

    @Test
    void readsAndWritesInAShell() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                        .answer("show version", "Version 15.2\r\n")
                        .start();
                DeviceSession session = connect(device.access())) {
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(5));
            assertThat(readUntil(shell, "router>")).isEqualTo("router>");
            shell.write(bytes("show version\r"));
            assertThat(readUntil(shell, "router>")).isEqualTo("show version\r\nVersion 15.2\r\nrouter>");
        }
    }

    @Test
    void readReturnsZeroWhenTheDeadlineIsOverAndGoesOnAfterwards() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start();
                DeviceSession session = connect(device.access())) {
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(5));
            readUntil(shell, "router>");
            long start = System.nanoTime();
            assertThat(shell.read(new byte[100], Deadline.after(Duration.ofMillis(300))))
                    .isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(2));
            shell.write(bytes("\r"));
            assertThat(readUntil(shell, "router>")).endsWith("router>");
        }
    }

    @Test
    void readReturnsMinusOneWhenTheDeviceEndsTheShell() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start();
                DeviceSession session = connect(device.access())) {
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(5));
            shell.write(bytes("exit\r"));
            byte[] buffer = new byte[100];
            int read = shell.read(buffer, seconds(5));
            while (read > 0) {
                read = shell.read(buffer, seconds(5));
            }
            assertThat(read).isEqualTo(-1);
            assertThat(shell.read(buffer, seconds(5))).isEqualTo(-1);
        }
    }

    @Test
    void readsWhatCameInSmallPieces() throws Exception {
        String text = "interface Ethernet0/0\r\n".repeat(200);
        try (FakeDevice device =
                        FakeDevice.builder().answer("show run", text).chunks(3).start();
                DeviceSession session = connect(device.access())) {
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(5));
            readUntil(shell, "router>");
            shell.write(bytes("show run\r"));
            assertThat(readUntil(shell, "router>")).isEqualTo("show run\r\n" + text + "router>");
        }
    }

    @Test
    void aConnectionThatBreaksInMidSessionIsIncomplete() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                        .answer("show run", "x".repeat(5000))
                        .resettingAfter(2000)
                        .start();
                DeviceSession session = connect(device.access())) {
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(5));
            readUntil(shell, "router>");
            shell.write(bytes("show run\r"));
            SessionException failure = failure(() -> readUntil(shell, "never"));
            assertThat(failure.kind()).isEqualTo(FailureKind.INCOMPLETE);
            assertThat(failure).hasMessageContaining("broke in mid-session");
        }
    }

    @Test
    void runsACommandAndKeepsBothOutputsApart() throws Exception {
        byte[] large = new byte[3_000_000];
        Arrays.fill(large, (byte) 'c');
        byte[] complaints = new byte[600_000];
        Arrays.fill(complaints, (byte) 'e');
        try (FakeDevice device = FakeDevice.builder()
                        .exec("show configuration", large, complaints, 3)
                        .start();
                DeviceSession session = connect(device.access())) {
            DeviceSession.Execution execution = session.execute("show configuration", 10_000_000, seconds(30));
            assertThat(execution.output()).isEqualTo(large);
            assertThat(execution.errorOutput()).isEqualTo(complaints);
            assertThat(execution.exitStatus()).isEqualTo(3);
        }
    }

    @Test
    void runsSeveralCommandsInOneSession() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                        .exec("one", bytes("1"), new byte[0], 0)
                        .exec("two", bytes("2"), new byte[0], 0)
                        .start();
                DeviceSession session = connect(device.access())) {
            assertThat(session.execute("one", 100, seconds(5)).output())
                    .asString()
                    .isEqualTo("1");
            assertThat(session.execute("two", 100, seconds(5)).output())
                    .asString()
                    .isEqualTo("2");
        }
    }

    @Test
    void anAnswerBeyondTheLimitIsTooLarge() throws Exception {
        try (FakeDevice device = FakeDevice.builder().flooding().start();
                DeviceSession session = connect(device.access())) {
            SessionException failure = failure(() -> session.execute("show configuration", 1_000_000, seconds(30)));
            assertThat(failure.kind()).isEqualTo(FailureKind.TOO_LARGE);
        }
    }

    @Test
    void aCommandWithoutEndTimesOut() throws Exception {
        try (FakeDevice device = FakeDevice.builder().silent().start();
                DeviceSession session = connect(device.access())) {
            SessionException failure =
                    failure(() -> session.execute("show configuration", 1000, Deadline.after(Duration.ofMillis(300))));
            assertThat(failure.kind()).isEqualTo(FailureKind.TIMED_OUT);
        }
    }

    @Test
    void acceptsThePinnedHostKey() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start();
                DeviceSession session = connect(pinned(device, device.hostKey()))) {
            assertThat(session.hostKey()).contains(new SeenHostKey(device.hostKey()));
        }
    }

    @Test
    void offersThePinnedTypeFirstToADeviceWithSeveralKeys() throws Exception {
        KeyPair rsa = FakeDevice.newKey("ssh-rsa");
        try (FakeDevice device = FakeDevice.builder()
                .hostKey(FakeDevice.newKey("ssh-ed25519"))
                .hostKey(rsa)
                .start()) {
            String accepted = FakeDevice.shown(rsa);
            try (DeviceSession session = connect(pinned(device, accepted + " comment"))) {
                assertThat(session.hostKey()).contains(new SeenHostKey(accepted));
            }
            try (DeviceSession session = connect(device.access())) {
                assertThat(session.hostKey()).contains(new SeenHostKey(device.hostKey()));
            }
        }
    }

    @Test
    void aChangedHostKeyEndsBeforeAnyLogin() throws Exception {
        String accepted = FakeDevice.shown(FakeDevice.newKey("ssh-ed25519"));
        try (FakeDevice device = FakeDevice.builder()
                .methods("password", "keyboard-interactive", "publickey")
                .start()) {
            SessionException failure = failure(() -> connect(pinned(device, accepted)));
            assertThat(failure.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
            assertThat(failure)
                    .hasMessageContaining(SeenHostKey.fingerprintOf(accepted))
                    .hasMessageContaining(SeenHostKey.fingerprintOf(device.hostKey()));
            assertThat(failure.hostKey()).contains(new SeenHostKey(device.hostKey()));
            await().until(() -> device.connections() == 0);
            assertThat(device.loginAttempts()).isEmpty();
        }
    }

    @Test
    void answersAnOddPromptOfADeviceThatOffersPromptsAlone() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                        .methods("keyboard-interactive")
                        .asking("Kennwort bitte>", "")
                        .start();
                DeviceSession session = connect(device.access())) {
            assertThat(session.hostKey()).isPresent();
        }
    }

    @Test
    void aWrongPasswordIsRefusedWithWhatWasTried() throws Exception {
        try (FakeDevice device =
                FakeDevice.builder().methods("password", "keyboard-interactive").start()) {
            SessionException failure = failure(() -> connect(device.access("wr0ng-one")));
            assertThat(failure.kind()).isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(failure)
                    .hasMessageContaining("tried password;")
                    .hasMessageContaining("the device offers password, keyboard-interactive");
            assertThat(failure.getMessage()).doesNotContain("wr0ng-one");
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceSinceDevicesLockAccounts() throws Exception {
        try (FakeDevice both = FakeDevice.builder()
                        .methods("password", "keyboard-interactive")
                        .start();
                FakeDevice prompting =
                        FakeDevice.builder().methods("keyboard-interactive").start()) {
            assertThat(failure(() -> connect(both.access("wrong"))).kind()).isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(both.loginAttempts()).containsExactly("password");
            assertThat(failure(() -> connect(prompting.access("wrong"))).kind()).isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(prompting.loginAttempts()).containsExactly("keyboard-interactive");
        }
    }

    @Test
    void noCommonAlgorithmIsUnsupportedAndNamesTheWayOut() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                .hostKey(FakeDevice.newKey("ssh-rsa"))
                .tuned(SshConnectorTest::likeAnOldSwitch)
                .start()) {
            SessionException failure = failure(() -> connect(device.access()));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(failure)
                    .hasMessageContaining("no key exchange algorithm in common")
                    .hasMessageContaining("the device offers diffie-hellman-group14-sha1")
                    .hasMessageContaining("the collector curve25519-sha256")
                    .hasMessageEndingWith("Enable legacy algorithms for this device.");
            assertThat(device.loginAttempts()).isEmpty();
        }
    }

    @Test
    void legacyAlgorithmsReachAnOldSwitch() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                        .hostKey(FakeDevice.newKey("ssh-rsa"))
                        .tuned(SshConnectorTest::likeAnOldSwitch)
                        .start();
                DeviceSession session = connector.connect(device.access(), LEGACY, seconds(20))) {
            assertThat(session.hostKey()).contains(new SeenHostKey(device.hostKey()));
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        SessionException failure = failure(() -> connect(access("127.0.0.1", port)));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void anUnknownNameIsUnreachable() {
        SessionException failure = failure(() -> connect(access("no-such-device.invalid", 22)));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("no-such-device.invalid");
    }

    @Test
    void aListenerThatClosesAtOnceIsUnreachable() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread closing = Thread.startVirtualThread(() -> acceptAndClose(listener));
            SessionException failure = failure(() -> connect(access("127.0.0.1", listener.getLocalPort())));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            closing.join();
        }
    }

    @Test
    void aListenerThatSaysNothingTimesOut() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SessionException failure = failure(() -> connector.connect(
                    access("127.0.0.1", listener.getLocalPort()), MODERN, Deadline.after(Duration.ofMillis(500))));
            assertThat(failure.kind()).isEqualTo(FailureKind.TIMED_OUT);
        }
    }

    @Test
    void closeFromAnotherThreadEndsAWaitingRead() throws Exception {
        try (FakeDevice device = FakeDevice.builder().silent().start();
                DeviceSession session = connect(device.access())) {
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(5));
            try (Watchdog.Watch _ = watchdog.at(Deadline.after(Duration.ofMillis(200)), session::close)) {
                SessionException failure = failure(() -> shell.read(new byte[10], seconds(30)));
                assertThat(failure.kind()).isEqualTo(FailureKind.INCOMPLETE);
            }
            await().until(() -> device.connections() == 0);
        }
    }

    @Test
    void closesQuicklyWhileTheDeviceFloods() throws Exception {
        try (FakeDevice device = FakeDevice.builder().flooding().start()) {
            DeviceSession session = connect(device.access());
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(5));
            shell.write(bytes("show run\r"));
            shell.read(new byte[10], seconds(5));
            long start = System.nanoTime();
            session.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start()) {
            for (int visit = 0; visit < 20; visit++) {
                try (DeviceSession session = connect(device.access())) {
                    session.openShell(200, 24, seconds(5));
                }
                failure(() -> connect(device.access("wrong")));
            }
            await().untilAsserted(() -> assertThat(libraryThreads()).isEmpty());
        }
    }

    private static List<String> libraryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sshj"))
                .toList();
    }

    private static void likeAnOldSwitch(SshServer server) {
        server.setKeyExchangeFactories(List.of(
                ServerBuilder.DH2KEX.apply(BuiltinDHFactories.dhg14),
                ServerBuilder.DH2KEX.apply(BuiltinDHFactories.dhg1)));
        server.setCipherFactories(List.of(BuiltinCiphers.aes128cbc, BuiltinCiphers.tripledescbc));
        server.setMacFactories(List.of(BuiltinMacs.hmacsha1));
        server.setSignatureFactories(List.of(BuiltinSignatures.rsa));
    }

    private static void acceptAndClose(ServerSocket listener) {
        try {
            listener.accept().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private DeviceSession connect(DeviceAccess access) throws SessionException {
        return connector.connect(access, MODERN, seconds(20));
    }

    private static DeviceAccess access(String address, int port) {
        return new DeviceAccess(address, port, null, "backup", "secret", null, null, null);
    }

    private static DeviceAccess pinned(FakeDevice device, @Nullable String hostKey) {
        DeviceAccess access = device.access();
        return new DeviceAccess(
                access.address(), access.port(), hostKey, access.username(), access.password(), null, null, null);
    }

    private static SessionException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(SessionException.class, call);
    }

    private static String readUntil(DeviceSession.Shell shell, String end) throws SessionException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4096];
        Deadline deadline = seconds(10);
        while (!text.toString().endsWith(end)) {
            int read = shell.read(buffer, deadline);
            assertThat(read).as("bytes after %s", text).isPositive();
            text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static Deadline seconds(int seconds) {
        return Deadline.after(Duration.ofSeconds(seconds));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
