package io.zonekeeper.collector.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonekeeper.collector.FakeDevice;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.openssh.OpenSshServer;
import io.zonekeeper.common.platform.PlatformDefinition.FileProtocol;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Random;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against OpenSSH's own server, a private one on a loopback port with a host key of its own. */
@Timeout(60)
class OpenSshServerTest {

    private static final KeyPair HOST = FakeDevice.newKey("ssh-ed25519");
    private static final KeyPair USER = FakeDevice.newKey("ssh-ed25519");

    @TempDir
    static Path folder;

    private static @Nullable OpenSshServer server;
    private static int port;

    private final Watchdog watchdog = new Watchdog();
    private final SshConnector connector = new SshConnector(watchdog);

    @BeforeAll
    static void startServer() throws Exception {
        OpenSshServer.assumeInstalled();
        write("host_key", openSsh(HOST));
        write("authorized_keys", FakeDevice.shown(USER) + "\n");
        server = OpenSshServer.start(folder, folder.resolve("host_key"), folder.resolve("authorized_keys"));
        port = server.port();
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void runsACommandAfterALoginByKey() throws Exception {
        try (DeviceSession session = connect(access(FakeDevice.shown(HOST), USER))) {
            assertThat(session.hostKey()).contains(new SeenHostKey(FakeDevice.shown(HOST)));
            DeviceSession.Execution execution =
                    session.execute("printf configuration; printf trouble >&2; exit 7", 1000, seconds(20));
            assertThat(execution.output()).asString().isEqualTo("configuration");
            assertThat(execution.errorOutput()).asString().contains("trouble");
            assertThat(execution.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void readsAShell() throws Exception {
        try (DeviceSession session = connect(access(null, USER))) {
            DeviceSession.Shell shell = session.openShell(200, 24, seconds(10));
            shell.write("echo an''swer; exit\n".getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            Deadline deadline = seconds(20);
            for (int read = shell.read(buffer, deadline); read > 0; read = shell.read(buffer, deadline)) {
                output.write(buffer, 0, read);
            }
            assertThat(output.toString(StandardCharsets.UTF_8)).contains("answer");
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesAFile(FileProtocol protocol) throws Exception {
        byte[] content = new byte[700_000];
        new Random(5).nextBytes(content);
        Path file = Files.write(folder.resolve("it's a backup"), content);
        try (DeviceSession session = connect(access(null, USER))) {
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            DeviceSession.Patience patience = new DeviceSession.Patience(Duration.ofSeconds(10), seconds(20));
            assertThat(session.copyFile(
                            file.toString(),
                            protocol,
                            1_000_000,
                            patience,
                            (bytes, count) -> copy.write(bytes, 0, count)))
                    .isEmpty();
            assertThat(copy.toByteArray()).isEqualTo(content);
            assertThat(session.copyFile(file + ".none", protocol, 1_000_000, patience, (_, _) -> {}))
                    .isPresent();
        }
    }

    @Test
    void aKeyItDoesNotKnowIsRefused() {
        SessionException failure = catchThrowableOfType(
                SessionException.class, () -> connect(access(null, FakeDevice.newKey("ssh-ed25519"))));
        assertThat(failure.kind()).isEqualTo(FailureKind.LOGIN_REFUSED);
        assertThat(failure).hasMessageContaining("the device offers publickey");
    }

    @Test
    void anotherHostKeyThanTheAcceptedOneIsSeen() {
        SessionException failure = catchThrowableOfType(
                SessionException.class,
                () -> connect(access(FakeDevice.shown(FakeDevice.newKey("ssh-ed25519")), USER)));
        assertThat(failure.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
    }

    private DeviceSession connect(DeviceAccess access) throws SessionException {
        return connector.connect(access, new Connector.Options(22, false), seconds(20));
    }

    private static DeviceAccess access(@Nullable String hostKey, KeyPair key) throws Exception {
        return new DeviceAccess(
                "127.0.0.1", port, hostKey, System.getProperty("user.name"), null, openSsh(key), null, null);
    }

    private static Deadline seconds(int seconds) {
        return Deadline.after(Duration.ofSeconds(seconds));
    }

    private static String openSsh(KeyPair key) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
