package io.zonekeeper.collector.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonekeeper.collector.FakeDevice;
import io.zonekeeper.common.platform.PlatformDefinition.FileProtocol;
import io.zonekeeper.common.result.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by SFTP and SCP, from a real SSH server. */
@Timeout(60)
class FileCopyTest {

    private static final long PLENTY = 10_000_000;

    @TempDir
    Path folder;

    private final byte[] content = new byte[300_001];
    private final Watchdog watchdog = new Watchdog();

    @BeforeEach
    void writeFile() throws IOException {
        new Random(3).nextBytes(content);
        Files.write(folder.resolve("config.backup"), content);
        Files.write(folder.resolve("a file"), content);
        Files.write(folder.resolve("empty"), new byte[0]);
    }

    @AfterEach
    void close() {
        watchdog.close();
    }

    @ParameterizedTest
    @EnumSource
    void copiesEveryByte(FileProtocol protocol) throws Exception {
        try (FakeDevice device = device(true, true);
                DeviceSession session = connect(device)) {
            for (String path : new String[] {"/config.backup", "/a file", "config.backup"}) {
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                assertThat(copy(session, path, protocol, PLENTY, copy)).isEmpty();
                assertThat(copy.toByteArray()).as(path).isEqualTo(content);
            }
            ByteArrayOutputStream nothing = new ByteArrayOutputStream();
            assertThat(copy(session, "/empty", protocol, PLENTY, nothing)).isEmpty();
            assertThat(nothing.size()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyADeviceDoesNotGiveAFileAndGoesOn(FileProtocol protocol) throws Exception {
        try (FakeDevice device = device(true, true);
                FakeDevice without = device(false, false);
                DeviceSession session = connect(device);
                DeviceSession withoutIt = connect(without)) {
            assertThat(refusal(session, "/no-such-file", protocol).orElseThrow())
                    .containsIgnoringCase("no such file");
            assertThat(refusal(session, "/config.backup", protocol)).isEmpty();
            assertThat(refusal(withoutIt, "/config.backup", protocol)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileOverTheLimitIsTooLarge(FileProtocol protocol) throws Exception {
        try (FakeDevice device = device(true, true);
                DeviceSession session = connect(device)) {
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            assertFails(
                    FailureKind.TOO_LARGE, () -> copy(session, "/config.backup", protocol, content.length - 1, copy));
            assertThat(copy.size()).as("nothing of it is read").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0644 10 x\nabc", "C0644 3 x\nabc\1cannot read\n"})
    void aFileThatEndsBeforeItsEndIsIncomplete(String said) throws Exception {
        try (FakeDevice device = saying(said);
                DeviceSession session = connect(device)) {
            assertFails(FailureKind.INCOMPLETE, () -> refusal(session, "/x", FileProtocol.SCP));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\1scp: /x: not allowed\n", "\2bye\n", "D0755 0 dir\n", "Invalid command\n", "C0644 many x\n"
            })
    void whatIsNoFileIsARefusal(String said) throws Exception {
        try (FakeDevice device = saying(said);
                DeviceSession session = connect(device)) {
            assertThat(refusal(session, "/x", FileProtocol.SCP)).isPresent();
        }
    }

    @Test
    void aDeviceThatFallsSilentIsTimedOut() throws Exception {
        try (FakeDevice device = FakeDevice.builder().silent().start();
                DeviceSession session = connect(device)) {
            DeviceSession.Patience patience = new DeviceSession.Patience(Duration.ofMillis(300), seconds(20));
            assertFails(
                    FailureKind.TIMED_OUT,
                    () -> session.copyFile("/x", FileProtocol.SCP, PLENTY, patience, (_, _) -> {}));
        }
    }

    private static FakeDevice saying(String said) throws IOException {
        return FakeDevice.builder()
                .exec("scp -f /x", said.getBytes(StandardCharsets.UTF_8), new byte[0], 0)
                .start();
    }

    private FakeDevice device(boolean sftp, boolean scp) throws IOException {
        return FakeDevice.builder().files(folder, sftp, scp).start();
    }

    private DeviceSession connect(FakeDevice device) throws SessionException {
        return new SshConnector(watchdog).connect(device.access(), new Connector.Options(22, false), seconds(20));
    }

    private interface Copying {
        Object run() throws SessionException;
    }

    private static void assertFails(FailureKind kind, Copying copying) {
        SessionException failure = catchThrowableOfType(SessionException.class, copying::run);
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    }

    private static Optional<String> refusal(DeviceSession session, String path, FileProtocol protocol)
            throws SessionException {
        return copy(session, path, protocol, PLENTY, new ByteArrayOutputStream());
    }

    private static Optional<String> copy(
            DeviceSession session, String path, FileProtocol protocol, long maxBytes, ByteArrayOutputStream into)
            throws SessionException {
        return session.copyFile(
                path,
                protocol,
                maxBytes,
                new DeviceSession.Patience(Duration.ofSeconds(10), seconds(20)),
                (bytes, count) -> into.write(bytes, 0, count));
    }

    private static Deadline seconds(int seconds) {
        return Deadline.after(Duration.ofSeconds(seconds));
    }
}
