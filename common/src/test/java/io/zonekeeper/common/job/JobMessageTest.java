package io.zonekeeper.common.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.common.seal.SealedBox;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.common.wire.WireException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobMessageTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:15:30.123456Z");
    private static final SealedBox BOX = new SealedBox(Map.of("k", new byte[] {1}), new byte[] {2}, new byte[] {3});

    private static BackupJob job(String platform) {
        return new BackupJob(
                TaskId.next(NOW),
                "backup:42:2026-11-21T10:15:30Z",
                new GroupName("dmz"),
                1,
                NOW.plusSeconds(3600),
                NOW,
                Limits.DEFAULT,
                42,
                platform,
                Map.of("bytes", "20"));
    }

    @Test
    void comesBackAsItWasSent() throws Exception {
        BackupJob job = job("ios");
        JobMessage received = (JobMessage) JobMessage.decode(new JobMessage(job, BOX).encode());
        assertThat(received.job()).isEqualTo(job);
        assertThat(received.sealed().keys().get("k")).isEqualTo(new byte[] {1});
        assertThat(JobMessage.associatedData(received.job())).isEqualTo(JobMessage.associatedData(job));
    }

    private static LoginTestJob loginTest(Map<String, String> parameters) {
        BackupJob job = job("ios");
        return new LoginTestJob(
                job.taskId(),
                "login_test:42:2026-11-21T10:15:30Z",
                job.group(),
                1,
                job.notAfter(),
                NOW,
                job.limits(),
                42,
                "ios",
                parameters);
    }

    @Test
    void aLoginTestTakesItsParametersAlongBoundToTheSeal() throws Exception {
        LoginTestJob test = loginTest(Map.of("transport", "telnet"));
        JobMessage received = (JobMessage) JobMessage.decode(new JobMessage(test, BOX).encode());
        assertThat(received.job()).isEqualTo(test);
        LoginTestJob other = new LoginTestJob(
                test.taskId(),
                test.taskIdentifier(),
                test.group(),
                1,
                test.notAfter(),
                NOW,
                test.limits(),
                42,
                "ios",
                Map.of());
        assertThat(JobMessage.associatedData(test)).isNotEqualTo(JobMessage.associatedData(other));
    }

    @Test
    void everyClearFieldIsBoundToTheSeal() {
        assertThat(JobMessage.associatedData(job("ios"))).isNotEqualTo(JobMessage.associatedData(job("junos")));
    }

    @Test
    void unknownSchemaIsAnsweredUnsupported() throws Exception {
        String body =
                new String(new JobMessage(job("ios"), BOX).encode(), UTF_8).replace("\"schema\":1", "\"schema\":9");
        UnsupportedJob unsupported = (UnsupportedJob) JobMessage.decode(body.getBytes(UTF_8));
        assertThat(unsupported.reason()).contains("schema 9");
        assertThat(unsupported.deviceId()).isEqualTo(42);
    }

    @Test
    void unknownKindIsAnsweredUnsupportedAndUnknownFieldsAreIgnored() throws Exception {
        String body = new String(new JobMessage(job("ios"), BOX).encode(), UTF_8)
                .replace("\"kind\":\"backup\"", "\"kind\":\"reboot\",\"colour\":\"blue\"");
        assertThat(JobMessage.decode(body.getBytes(UTF_8))).isInstanceOf(UnsupportedJob.class);
    }

    @Test
    void messageThatIsNotOursIsNamed() {
        assertThatThrownBy(() -> JobMessage.decode("{\"task\":\"celery\"}".getBytes(UTF_8)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("no task_id");
        assertThatThrownBy(() -> JobMessage.decode(new byte[] {0, 1, 2})).isInstanceOf(WireException.class);
    }

    @Test
    void accessShowsNoSecret() {
        DeviceAccess access =
                new DeviceAccess("192.0.2.1", 22, null, "backup", "pw-1", "key-2", "phrase-3", "enable-4");
        assertThat(access.toString()).doesNotContain("pw-1", "key-2", "phrase-3", "enable-4");
    }

    @Test
    void taskIdKnowsItsDay() {
        TaskId id = TaskId.next(Instant.parse("2026-11-21T23:59:59.999Z"));
        assertThat(id.day()).isEqualTo("2026-11-21");
        assertThat(TaskId.parse(id.toString())).isEqualTo(id);
        assertThatThrownBy(() -> TaskId.parse("6f1c1b1e-7d9b-4c5e-8a55-0f7c5f2a9d11"))
                .hasMessageContaining("no UUID of version 7");
    }
}
