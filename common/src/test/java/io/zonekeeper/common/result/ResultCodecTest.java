package io.zonekeeper.common.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.common.wire.WireException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:15:30Z");
    private static final ResultHeader HEADER = new ResultHeader(
            TaskId.next(NOW),
            "backup:42:2026-11-21T10:15:30Z",
            "backup",
            42L,
            new GroupName("dmz"),
            "col-1",
            2,
            NOW,
            NOW.plusSeconds(1),
            NOW.plusSeconds(2),
            NOW.plusSeconds(3),
            1500,
            List.of(new LogEntry("ssh", NOW, LogEntry.Severity.INFO, "connected")),
            "> show run",
            new SeenHostKey("ssh-ed25519 AAAAC3Nz"),
            "0123456789abcdef");

    private static JobResult.Captured captured(byte[] config) {
        return new JobResult.Captured(
                HEADER,
                Content.of(config),
                false,
                Content.sha256Of(config),
                List.of(new Span(0, 4), new Span(9, 12)),
                List.of(new Span(20, 24)),
                List.of(new ContextPart("show version", "15.2")));
    }

    @Test
    void capturedComesBackWithItsBytes() throws Exception {
        byte[] config = ("hostname x\0\u001b[1m\n".repeat(500)).getBytes(UTF_8);
        JobResult.Captured back = (JobResult.Captured) ResultCodec.decode(ResultCodec.encode(captured(config)));
        assertThat(back.content().decode()).isEqualTo(config);
        assertThat(back.content().encoding()).isEqualTo(Content.ZSTD);
        assertThat(back.header()).isEqualTo(HEADER);
        assertThat(back.secretSpans()).containsExactly(new Span(0, 4), new Span(9, 12));
        assertThat(back.volatileSpans()).containsExactly(new Span(20, 24));
    }

    @Test
    void aCollectorThatDoesNotKnowWhatIsVolatileSaysNothingOfIt() throws Exception {
        Map<String, byte[]> entry = ResultCodec.encode(captured("hostname x\n".getBytes(UTF_8)));
        entry.remove(ResultCodec.Field.VOLATILE_SPANS);
        assertThat(((JobResult.Captured) ResultCodec.decode(entry)).volatileSpans())
                .isEmpty();
    }

    @Test
    void emptyConfigurationStaysOne() throws Exception {
        JobResult.Captured back = (JobResult.Captured) ResultCodec.decode(ResultCodec.encode(captured(new byte[0])));
        assertThat(back.content().decode()).isEmpty();
    }

    @Test
    void failureComesBack() throws Exception {
        JobResult failed = new JobResult.Failed(HEADER, FailureKind.LOGIN_REFUSED, "Password refused.");
        assertThat(ResultCodec.decode(ResultCodec.encode(failed))).isEqualTo(failed);
    }

    @Test
    void completedComesBackAndUnknownFieldsAreIgnored() throws Exception {
        Map<String, byte[]> entry = ResultCodec.encode(new JobResult.Completed(HEADER));
        entry.put("colour", "blue".getBytes(UTF_8));
        assertThat(ResultCodec.decode(entry)).isEqualTo(new JobResult.Completed(HEADER));
    }

    @Test
    void fieldNamesAreThoseOfTheReplacedSystem() {
        assertThat(ResultCodec.encode(captured(new byte[] {1})))
                .containsKeys(
                        "task_id",
                        "task_identifier",
                        "device_id",
                        "status",
                        "log",
                        "device_config",
                        "collection_duration_ms",
                        "initiated_at",
                        "is_binary");
    }

    @Test
    void brokenEntriesAreNamed() {
        assertThatThrownBy(() -> ResultCodec.decode(Map.of("hello", new byte[] {1})))
                .isInstanceOf(WireException.class)
                .hasMessage("The result has no field schema.");
        Map<String, byte[]> entry = ResultCodec.encode(captured(new byte[] {1}));
        entry.put("sha256", "zz".getBytes(UTF_8));
        assertThatThrownBy(() -> ResultCodec.decode(entry))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("sha256");
        entry.put("schema", "2".getBytes(UTF_8));
        assertThatThrownBy(() -> ResultCodec.decode(entry)).hasMessageContaining("schema 2");
    }

    @Test
    void changedContentIsFoundOut() {
        Content good = Content.of("hostname x\n".repeat(50).getBytes(UTF_8));
        Content lying = new Content(good.encoding(), good.bytes(), good.size() - 1, good.sha256());
        assertThatThrownBy(lying::decode).isInstanceOf(WireException.class);
        Content huge = new Content(good.encoding(), good.bytes(), Integer.MAX_VALUE, good.sha256());
        assertThatThrownBy(huge::decode).hasMessageContaining("over the limit");
    }
}
