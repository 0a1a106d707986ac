package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.Recording;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays what real devices said. The recordings are no part of the project; without them these tests are skipped. */
class RecordingReplayTest {

    private static final Map<String, String> CONFIG_COMMANDS = Map.of(
            "ios", "show running-config",
            "junos", "show configuration | display omit",
            "routeros", "/export show-sensitive");

    private static final int CHUNKINGS = 20;

    private static final Platforms PLATFORMS = Platforms.builtIn();

    @TestFactory
    Stream<DynamicTest> everyRecordingIsStoredLineByLine() {
        return recordings(recording -> {
            Collected whole = backup(recording, UnaryOperator.identity());

            List<String> stored = text(whole.config()).lines().toList();
            List<String> raw = rawConfig(recording);
            List<String> missing = raw.stream()
                    .filter(line -> !line.isBlank())
                    .filter(line -> !stored.contains(line))
                    .filter(line -> !isDropped(recording, line))
                    .toList();
            assertThat(missing).isEmpty();
            assertThat(raw.stream().filter(line -> isDropped(recording, line)).count() * 50)
                    .isLessThanOrEqualTo(raw.size());
            assertThat(text(whole.config())).doesNotContain("\u001b", "\b", "\r", "--More--");
            for (int seed = 0; seed < CHUNKINGS; seed++) {
                ScriptedDevice device = new RecordedDevice(recording, UnaryOperator.identity());
                Collected pieces = plugin(recording)
                        .backup(new ScriptedVisit(
                                ScriptedSession.inPieces(device, seed, 1 + seed * seed * 4, seed % 2 * 200)));
                assertThat(text(pieces.config())).as("seed %d", seed).isEqualTo(text(whole.config()));
                assertThat(pieces.context()).as("seed %d", seed).isEqualTo(whole.context());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> onlyVolatileLinesDoNotMakeANewVersion() {
        return recordings(recording -> {
            String first = backup(recording, UnaryOperator.identity()).compareSha256();
            UnaryOperator<String> later = text -> text.replaceAll("(?m)^(# )20\\d\\d-\\d\\d-\\d\\d", "$12031-01-01")
                    .replaceAll("(Last configuration change at|config last updated at|Last commit:).*", "$1 now")
                    .replaceAll("Current configuration : \\d+", "Current configuration : 1");
            assertThat(backup(recording, later).compareSha256()).isEqualTo(first);
            assertThat(backup(recording, text -> text.replaceFirst("(?m)^(interface|name)", "$1x"))
                            .compareSha256())
                    .satisfiesAnyOf(
                            changed -> assertThat(changed).isNotEqualTo(first),
                            changed -> assertThat(rawConfig(recording))
                                    .noneMatch(line -> line.startsWith("interface") || line.startsWith("name")));
        });
    }

    @TestFactory
    Stream<DynamicTest> noSecretIsLeftInTheMaskedText() {
        return recordings(recording -> {
            Collected collected = backup(recording, UnaryOperator.identity());
            String masked = masked(collected)
                    + collected.context().stream().map(ContextPart::text).collect(Collectors.joining());
            for (String secret : recording.listed("secret", "fail")) {
                assertThat(Pattern.compile(secret).matcher(masked).find())
                        .as(secret)
                        .isFalse();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aConfigurationCutShortIsNoSuccess() {
        return recordings(recording -> {
            String command = CONFIG_COMMANDS.get(recording.model());
            UnaryOperator<String> cut = text -> text.length() > 2000 && text.startsWith(command)
                    ? text.substring(0, text.length() / 2) + "\n" + text.substring(text.lastIndexOf('\n') + 1)
                    : text;
            if (recording.greeting() != null && !recording.model().equals("junos")) {
                assertThatThrownBy(() -> backup(recording, cut))
                        .isInstanceOfSatisfying(
                                SessionException.class,
                                e -> assertThat(e.kind()).isEqualTo(FailureKind.INCOMPLETE));
            }
        });
    }

    private interface Check {
        void on(Recording recording) throws SessionException;
    }

    private static Stream<DynamicTest> recordings(Check check) {
        Optional<Path> folder = Recording.folder();
        Assumptions.assumeTrue(
                folder.isPresent(),
                "SKIPPED: there are no recordings here. Set ZONEKEEPER_FIXTURES to the folder that has them.");
        return Recording.ofModels(
                        folder.orElseThrow(), CONFIG_COMMANDS.keySet().stream().toList())
                .stream()
                .map(recording -> DynamicTest.dynamicTest(recording.name(), () -> check.on(recording)));
    }

    private static BackupPlugin plugin(Recording recording) {
        return PLATFORMS.find(recording.model()).orElseThrow();
    }

    private static Collected backup(Recording recording, UnaryOperator<String> change) throws SessionException {
        return plugin(recording)
                .backup(new ScriptedVisit(ScriptedSession.whole(new RecordedDevice(recording, change))));
    }

    private static List<String> rawConfig(Recording recording) {
        String said = String.join("", recording.answers().get(CONFIG_COMMANDS.get(recording.model())));
        List<String> lines = Arrays.asList(said.replace("\r", "").split("\n"));
        boolean shell = lines.getFirst().equals(CONFIG_COMMANDS.get(recording.model()));
        return shell ? lines.subList(1, lines.size() - 1) : lines;
    }

    private static boolean isDropped(Recording recording, String line) {
        PlatformDefinition definition = PLATFORMS.definition(recording.model()).orElseThrow();
        return definition.rules().drop().stream()
                .anyMatch(rule -> rule.line().matcher(line).find());
    }

    private static String masked(Collected collected) {
        StringBuilder masked = new StringBuilder();
        int at = 0;
        for (Span span : collected.secretSpans()) {
            masked.append(text(Arrays.copyOfRange(collected.config(), at, span.start())))
                    .append("****");
            at = span.end();
        }
        return masked.append(text(Arrays.copyOfRange(collected.config(), at, collected.config().length)))
                .toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
