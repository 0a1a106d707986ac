package io.zonekeeper.collector.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.Dialogue;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The definitions spoken over Telnet, login included. */
class TelnetTest {

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(35), 10_000_000);
    private static final Map<String, String> TELNET = Map.of("transport", "telnet");

    private final Platforms platforms = Platforms.builtIn();
    private final Visits visits = Visits.overNetwork(Clock.systemUTC());

    @AfterEach
    void close() {
        visits.close();
    }

    /** One beside the other: they mostly wait. */
    @TestFactory
    Stream<DynamicTest> storesTheSameAsOverSsh() {
        Map<String, Future<?>> running = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String platform : List.of("brocade-fastiron", "cisco-asa", "netgear", "huawei-vrp", "dell-os9")) {
                running.put(platform, threads.submit(() -> {
                    isStoredAsOverSsh(platform);
                    return null;
                }));
            }
        }
        return running.entrySet().stream().map(test -> DynamicTest.dynamicTest(test.getKey(), test.getValue()::get));
    }

    private void isStoredAsOverSsh(String platform) throws Exception {
        Dialogue dialogue = dialogue(platform);
        try (DialogueServer ssh = new DialogueServer();
                TelnetDevice device = new TelnetDevice(dialogue, 0, Long.MAX_VALUE);
                TelnetDevice inPieces = new TelnetDevice(dialogue, 7, Long.MAX_VALUE)) {
            DeviceAccess access = ssh.add(new DialogueServer.Device(dialogue, text -> text, 0));
            String expected = backup(platform, access, Map.of());

            assertThat(backup(platform, device.access(DialogueDevice.PASSWORD), TELNET))
                    .isEqualTo(expected);
            assertThat(backup(platform, inPieces.access(DialogueDevice.PASSWORD), TELNET))
                    .isEqualTo(expected);
            assertThat(device.windowColumns()).contains(511);
        }
    }

    @Test
    void saysInTheLogThatNothingIsHiddenAndShowsNoPassword() throws Exception {
        try (TelnetDevice device = new TelnetDevice(dialogue("netgear"), 0, Long.MAX_VALUE);
                DeviceVisit visit = visits.begin("netgear", device.access(DialogueDevice.PASSWORD), TELNET, LIMITS)) {
            platforms.find("netgear").orElseThrow().testLogin(visit);

            assertThat(visit.log()).extracting(LogEntry::message).anyMatch(line -> line.contains("over Telnet"));
            assertThat(visit.hostKey()).isEmpty();
            assertThat(visit.transcript().orElseThrow())
                    .contains("Password:", "> <password>")
                    .doesNotContain(DialogueDevice.PASSWORD);
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws Exception {
        try (TelnetDevice device = new TelnetDevice(dialogue("netgear"), 0, Long.MAX_VALUE)) {
            assertFails(FailureKind.LOGIN_REFUSED, "netgear", device.access("wrong"), TELNET);
        }
    }

    @Test
    void aDeviceThatHangsUpInMidConfigurationIsNoSuccess() throws Exception {
        try (TelnetDevice device = new TelnetDevice(dialogue("netgear"), 0, 700)) {
            assertFails(FailureKind.INCOMPLETE, "netgear", device.access(DialogueDevice.PASSWORD), TELNET);
        }
    }

    @Test
    void aDeviceThatIsNotThereIsUnreachable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertFails(
                FailureKind.UNREACHABLE,
                "netgear",
                new DeviceAccess("127.0.0.1", port, null, "backup", "secret", null, null, null),
                TELNET);
    }

    @Test
    void aPlatformIsReachedByNothingItsDefinitionDoesNotName() throws Exception {
        try (TelnetDevice device = new TelnetDevice(dialogue("netgear"), 0, Long.MAX_VALUE)) {
            assertFails(FailureKind.UNSUPPORTED, "paloalto-panos", device.access(DialogueDevice.PASSWORD), TELNET);
        }
    }

    @Test
    void closingTheVisitEndsTheWaitForASilentDevice() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DeviceVisit visit = visits.begin(
                        "netgear",
                        new DeviceAccess(
                                "127.0.0.1", silent.getLocalPort(), null, "backup", "secret", null, null, null),
                        TELNET,
                        LIMITS)) {
            CompletableFuture<FailureKind> ended = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try {
                    platforms.find("netgear").orElseThrow().testLogin(visit);
                } catch (SessionException e) {
                    ended.complete(e.kind());
                }
            });
            silent.accept();
            await().until(() -> visit.connectedAt().isPresent());
            visit.close();

            assertThat(ended).succeedsWithin(Duration.ofSeconds(5)).isIn(FailureKind.INCOMPLETE, FailureKind.TIMED_OUT);
        }
    }

    private void assertFails(FailureKind kind, String platform, DeviceAccess access, Map<String, String> parameters) {
        assertThatThrownBy(() -> backup(platform, access, parameters))
                .isInstanceOfSatisfying(
                        SessionException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    private String backup(String platform, DeviceAccess access, Map<String, String> parameters)
            throws SessionException {
        try (DeviceVisit visit = visits.begin(platform, access, parameters, LIMITS)) {
            Collected collected = platforms.find(platform).orElseThrow().backup(visit);
            return new String(collected.config(), StandardCharsets.UTF_8);
        }
    }

    private static Dialogue dialogue(String platform) {
        return Dialogue.read(Path.of("src", "test", "resources", "dialogues", platform + ".yaml"));
    }
}
