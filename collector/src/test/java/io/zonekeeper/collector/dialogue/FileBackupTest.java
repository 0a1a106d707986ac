package io.zonekeeper.collector.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.collector.FakeDevice;
import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Platforms whose backup is a file, over real SSH. */
@Timeout(60)
class FileBackupTest {

    private static final String BINARY = """
            key: boxed
            transports: [ssh-shell]
            prompt: '[\\w-]+>'
            idle_timeout: 5
            commands:
              - {text: export text, name: text, role: compare}
              - {text: make backup, role: step}
              - {fetch: /box.backup, role: config, binary: true}
              - {text: remove backup, role: step}
            ignore: ['^# made at ']
            complete: {min_bytes: 100}
            logout: exit
            """;

    @TempDir
    Path folder;

    private final Visits visits = Visits.overSsh(Clock.systemUTC());
    private String transcript = "";

    @AfterEach
    void close() {
        visits.close();
    }

    @Test
    void aBinaryFileIsStoredByteForByteAndComparedByTheTextThatStandsForIt() throws Exception {
        byte[] first = random(1, 50_000);
        Collected collected = backup(BINARY, first, "# made at 10:00\r\nname box\r\n");

        assertThat(collected.binary()).isTrue();
        assertThat(collected.config()).isEqualTo(first);
        assertThat(collected.secretSpans()).as("all of it").containsExactly(new Span(0, first.length));
        assertThat(transcript).contains("> sftp /box.backup", "[50000 bytes]", "> remove backup");
        assertThat(backup(BINARY, random(2, 50_000), "# made at 11:00\r\nname box\r\n")
                        .compareSha256())
                .isEqualTo(collected.compareSha256());
        assertThat(backup(BINARY, first, "# made at 11:00\r\nname crate\r\n").compareSha256())
                .isNotEqualTo(collected.compareSha256());
    }

    @Test
    void withoutSuchATextItIsComparedByItself() throws Exception {
        String alone = BINARY.replaceFirst("(?m)^.*role: compare.*\n", "")
                .replace("binary: true", "binary: true, secret: false");
        byte[] file = random(1, 500);
        Collected collected = backup(alone, file, "");

        assertThat(collected.compareSha256()).isEqualTo(Content.sha256Of(file));
        assertThat(collected.secretSpans()).isEmpty();
    }

    @Test
    void aFileThatIsTooSmallIsIncomplete() {
        assertFails(FailureKind.INCOMPLETE, () -> backup(BINARY, random(1, 99), "name box\r\n"));
    }

    @Test
    void aFileThatIsNotThereIsUnsupported() {
        assertFails(
                FailureKind.UNSUPPORTED,
                () -> backup(BINARY.replace("/box.backup", "/other.backup"), random(1, 500), "name box\r\n"));
    }

    @Test
    void aFileOverTheLimitIsTooLarge() {
        assertFails(FailureKind.TOO_LARGE, () -> backup(BINARY, random(1, 1_100_000), "name box\r\n"));
    }

    @Test
    void aTextFileIsReadLineByLineWithAllRules() throws Exception {
        String text = """
                key: texted
                transports: [ssh-exec]
                commands:
                  - {fetch: /none.ini, name: none}
                  - {fetch: /gone.ini, fallback: [/box.backup], by: [scp], role: config}
                drop: ['^; drop']
                secrets: ['^password=(.*)']
                complete: {must_match: ['^\\[end\\]']}
                """;
        Collected collected =
                backup(text, "[one]\r\n; drop\r\npassword=hunter2\r\n\r\n[end]".getBytes(StandardCharsets.UTF_8), "");

        assertThat(collected.config()).asString().isEqualTo("[one]\npassword=hunter2\n\n[end]\n");
        assertThat(collected.binary()).isFalse();
        assertThat(collected.secretSpans()).containsExactly(new Span(15, 22));
        assertThat(transcript).doesNotContain("hunter2");
    }

    @Test
    void aRouterOsDeviceGivesItsBinaryBackup() throws Exception {
        byte[] file = random(4, 30_000);
        Files.write(folder.resolve("zonekeeper.backup"), file);
        try (FakeDevice device = FakeDevice.builder()
                .files(folder, true, false)
                .exec(
                        "/export show-sensitive",
                        bytes("# 2026-11-28 by RouterOS 7.15\n/ip dns set servers=1.1.1.1\n"),
                        bytes(""),
                        0)
                .exec(
                        "/system backup save name=zonekeeper dont-encrypt=yes",
                        bytes("Configuration backup saved\n"),
                        bytes(""),
                        0)
                .exec("/file remove zonekeeper.backup", bytes(""), bytes(""), 0)
                .start()) {
            Collected collected = backup(Platforms.builtIn(), "routeros-backup", device);

            assertThat(collected.config()).isEqualTo(file);
            assertThat(device.received()).endsWith("/file remove zonekeeper.backup");
        }
    }

    private interface Backup {
        Collected run() throws Exception;
    }

    private static void assertFails(FailureKind kind, Backup backup) {
        assertThatThrownBy(backup::run)
                .isInstanceOfSatisfying(
                        SessionException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    private Collected backup(String yaml, byte[] file, String export) throws IOException, SessionException {
        Files.write(folder.resolve("box.backup"), file);
        DefinitionFile definition = DefinitionFile.read(new ByteArrayInputStream(bytes(yaml)), "test.yaml");
        try (FakeDevice device = FakeDevice.builder()
                .prompt("box>")
                .files(folder, true, true)
                .answer("export text", export)
                .answer("make backup", "")
                .answer("remove backup", "")
                .start()) {
            return backup(Platforms.with(definition), definition.key(), device);
        }
    }

    private Collected backup(Platforms platforms, String platform, FakeDevice device) throws SessionException {
        Limits limits = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(35), 1_000_000);
        try (DeviceVisit visit = visits.begin(platform, device.access(), Map.of(), limits)) {
            Collected collected = platforms.find(platform).orElseThrow().backup(visit);
            transcript = visit.transcript().orElseThrow();
            return collected;
        }
    }

    private static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
