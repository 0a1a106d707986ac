package io.zonekeeper.collector.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.collector.FakeDevice;
import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.result.SeenHostKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceVisitTest {

    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
    private static final Connector.Options SSH = new Connector.Options(22, false);

    private final Visits visits = Visits.overSsh(Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void end() {
        visits.close();
    }

    @Test
    void remembersWhenItConnectedAndWhatItSaw() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start();
                DeviceVisit visit = begin(device.access(), Limits.DEFAULT)) {
            visit.connect(SSH);
            assertThat(visit.connectedAt()).contains(NOW);
            assertThat(visit.hostKey()).contains(new SeenHostKey(device.hostKey()));
            assertThat(visit.log()).extracting(LogEntry::source).containsExactly("collector", "collector");
            assertThat(visit.log().getLast().message())
                    .contains(new SeenHostKey(device.hostKey()).fingerprint(), "first seen");
        }
    }

    @Test
    void closesTheSession() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start()) {
            try (DeviceVisit visit = begin(device.access(), Limits.DEFAULT)) {
                visit.connect(SSH);
                assertThat(device.connections()).isOne();
            }
            await().until(() -> device.connections() == 0);
        }
    }

    @Test
    void remembersTheKeyThatIsNotTheAcceptedOne() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start()) {
            DeviceAccess given = device.access();
            DeviceAccess access = new DeviceAccess(
                    given.address(),
                    given.port(),
                    FakeDevice.shown(FakeDevice.newKey("ssh-ed25519")),
                    given.username(),
                    given.password(),
                    null,
                    null,
                    null);
            try (DeviceVisit visit = begin(access, Limits.DEFAULT)) {
                SessionException failure = catchThrowableOfType(SessionException.class, () -> visit.connect(SSH));
                assertThat(failure.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
                assertThat(visit.hostKey()).contains(new SeenHostKey(device.hostKey()));
                assertThat(visit.connectedAt()).isEmpty();
            }
        }
    }

    @Test
    void endsASilentSessionAtTheHardLimit() throws Exception {
        Limits limits = new Limits(Duration.ofMillis(300), Duration.ofMillis(600), 1000);
        try (FakeDevice device = FakeDevice.builder().silent().start();
                DeviceVisit visit = begin(device.access(), limits)) {
            DeviceSession.Shell shell = visit.connect(SSH).openShell(80, 24, visit.deadline());
            SessionException failure = catchThrowableOfType(
                    SessionException.class, () -> shell.read(new byte[10], Deadline.after(Duration.ofSeconds(30))));
            assertThat(visit.judged(failure).kind()).isEqualTo(FailureKind.TIMED_OUT);
        }
    }

    @Test
    void aVisitThatWasClosedDoesNotKeepASession() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start();
                DeviceVisit visit = begin(device.access(), Limits.DEFAULT)) {
            visit.close();
            assertThat(catchThrowableOfType(SessionException.class, () -> visit.connect(SSH)))
                    .isNotNull();
            await().until(() -> device.connections() == 0);
        }
    }

    @Test
    void writesNoSecretIntoLogOrTranscript() throws Exception {
        DeviceAccess access = new DeviceAccess("192.0.2.1", 22, null, "backup", "pa55word!", null, null, "enab1e!");
        try (DeviceVisit visit = begin(access, Limits.DEFAULT)) {
            visit.log(LogEntry.Severity.WARNING, "the device said pa55word!");
            visit.sent("enab1e!");
            visit.received("pa55word!\r\n".getBytes(StandardCharsets.UTF_8), 11);
            assertThat(visit.log().getFirst().message()).isEqualTo("the device said *****");
            assertThat(visit.log().getFirst().source()).isEqualTo("cisco-ios");
            assertThat(visit.transcript()).contains("> *****\n*****\n");
            assertThat(visit.toString()).doesNotContain("pa55word!", "enab1e!");
        }
    }

    private DeviceVisit begin(DeviceAccess access, Limits limits) {
        return visits.begin("cisco-ios", access, Map.of(), limits);
    }
}
