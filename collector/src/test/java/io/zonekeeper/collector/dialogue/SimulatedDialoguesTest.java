package io.zonekeeper.collector.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.Dialogue;
import io.zonekeeper.common.platform.Dialogue.Exchange;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Proof;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.Masking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Backs up every platform whose proof is a dialogue, over real SSH. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedDialoguesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "dialogues");
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(40), Duration.ofSeconds(45), 10_000_000);
    private static final byte[] KEY = new byte[Masking.KEY_BYTES];
    private static final String PAGE = "{page}";
    private static final String SHELL = "ssh-shell";
    private static final long SEEDS = 3;
    private static final int LEAST_TELLING = 8;

    private final List<Dialogue> dialogues = Dialogue.all(FOLDER);
    private final Platforms platforms = Platforms.builtIn();
    private final Visits visits = Visits.overSsh(Clock.systemUTC());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore sessions = new Semaphore(48);
    private final AtomicInteger folders = new AtomicInteger();
    private final DialogueServer server;

    @TempDir
    private Path files;

    SimulatedDialoguesTest() throws IOException, GeneralSecurityException {
        server = new DialogueServer();
    }

    private interface Check {
        void on(Dialogue dialogue) throws Exception;
    }

    @AfterAll
    void close() throws IOException {
        threads.close();
        visits.close();
        server.close();
    }

    @Test
    void noPlatformClaimsADialogueItDoesNotHave() {
        Set<String> documented = dialogues.stream()
                .filter(dialogue -> !dialogue.source().isEmpty())
                .map(Dialogue::platform)
                .collect(Collectors.toSet());

        assertThat(definitions())
                .allSatisfy(definition -> assertThat(definition.proof() == Proof.SIMULATED)
                        .as("\"proof: simulated\" of %s", definition.key())
                        .isEqualTo(definition.proof() != Proof.RECORDED && documented.contains(definition.key())));
    }

    @Test
    void everyDialogueSaysWhatItIsWrittenFrom() {
        assertThat(dialogues).allSatisfy(dialogue -> {
            assertThat(dialogue.name()).matches(dialogue.platform() + "(?:--[a-z0-9-]+)?");
            assertThat(dialogue.source().isEmpty())
                    .as("either source or form of %s", dialogue.name())
                    .isNotEqualTo(dialogue.form().isEmpty());
            assertThat(dialogue.source()).matches("|.{10,}\".+\".*");
        });
    }

    @TestFactory
    Stream<DynamicTest> storesTheWholeConfigurationAndNothingElse() {
        return tests(dialogue -> {
            Collected whole = backup(dialogue, UnaryOperator.identity(), 0);

            assertThat(text(whole).lines().map(String::stripTrailing))
                    .as("without headers and blank lines")
                    .filteredOn(line -> !isHeader(dialogue, line) && !line.isBlank())
                    .containsExactlyElementsOf(configLines(dialogue));
            assertThat(text(whole)).doesNotContain("\u001b", "\b", "\r", PAGE);
            for (long seed = 1; seed <= SEEDS; seed++) {
                assertThat(text(backup(dialogue, UnaryOperator.identity(), seed)))
                        .as("in pieces of seed %d", seed)
                        .isEqualTo(text(whole));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> storesTheSameInAShellWhereCommandsHaveChannelsOfTheirOwn() {
        return tests(dialogue -> {
            if (dialogue.exec()) {
                Collected whole = backup(dialogue, UnaryOperator.identity(), 0);

                assertThat(text(backup(dialogue, SHELL, UnaryOperator.identity(), 0, new StringBuilder())))
                        .isEqualTo(text(whole));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> showsNoSecret() {
        return tests(dialogue -> {
            StringBuilder transcript = new StringBuilder();
            Collected collected = backup(dialogue, UnaryOperator.identity(), 5, transcript);
            String masked =
                    new String(Masking.mask(collected.config(), collected.secretSpans(), KEY), StandardCharsets.UTF_8);

            assertThat(dialogue.secrets()).isNotEmpty().allSatisfy(secret -> {
                assertThat(text(collected)).contains(secret);
                assertThat(masked).doesNotContain(secret);
                assertThat(transcript).doesNotContain(secret);
                assertThat(collected.context()).extracting(ContextPart::text).noneMatch(text -> text.contains(secret));
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> whatChangesByItselfMakesNoNewVersion() {
        return tests(dialogue -> {
            String first = backup(dialogue, UnaryOperator.identity(), 0).compareSha256();

            assertThat(backup(dialogue, text -> later(dialogue, text), 0).compareSha256())
                    .isEqualTo(first);
            List<String> lines = configLines(dialogue).stream()
                    .filter(line -> line.strip().length() > LEAST_TELLING)
                    .toList();
            String line = lines.get(lines.size() / 2);
            assertThat(backup(dialogue, text -> text.replace(line + "\n", line + "7\n"), 0)
                            .compareSha256())
                    .as("with another line \"%s\"", line)
                    .isNotEqualTo(first);
        });
    }

    /** Checks each dialogue, beside all others. */
    private Stream<DynamicTest> tests(Check check) {
        Map<String, Future<?>> running = new LinkedHashMap<>();
        for (Dialogue dialogue : dialogues) {
            running.put(dialogue.name(), threads.submit(() -> {
                check.on(dialogue);
                return null;
            }));
        }
        return running.entrySet().stream()
                .map(test -> DynamicTest.dynamicTest(test.getKey(), () -> {
                    try {
                        test.getValue().get();
                    } catch (ExecutionException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    private static String later(Dialogue dialogue, String text) {
        String later = text;
        for (Map.Entry<String, String> change : dialogue.volatileTexts().entrySet()) {
            later = later.replace(change.getKey(), change.getValue());
        }
        return later;
    }

    private static List<String> configLines(Dialogue dialogue) {
        return dialogue.config().stream()
                .flatMap(command -> Stream.concat(
                        Stream.ofNullable(dialogue.files().get(command)),
                        dialogue.exchanges().stream()
                                .filter(exchange -> exchange.sent().equals(command))
                                .map(Exchange::said)))
                .flatMap(String::lines)
                .map(String::stripTrailing)
                .filter(line -> !line.isBlank() && !line.equals(PAGE))
                .filter(line -> !dialogue.notConfig().contains(line.strip()))
                .toList();
    }

    private boolean isHeader(Dialogue dialogue, String line) {
        Set<String> headers = new HashSet<>();
        definition(dialogue).commands().stream()
                .map(Command::header)
                .filter(Objects::nonNull)
                .forEach(header -> headers.add(header.replace("{item}", "")));
        return headers.stream().anyMatch(line::startsWith);
    }

    private List<PlatformDefinition> definitions() {
        return platforms.announced().stream()
                .flatMap(announced -> platforms.definition(announced.key()).stream())
                .toList();
    }

    private PlatformDefinition definition(Dialogue dialogue) {
        return platforms.definition(dialogue.platform()).orElseThrow();
    }

    private Collected backup(Dialogue dialogue, UnaryOperator<String> change, long seed)
            throws IOException, SessionException {
        return backup(dialogue, change, seed, new StringBuilder());
    }

    private Collected backup(Dialogue dialogue, UnaryOperator<String> change, long seed, StringBuilder transcript)
            throws IOException, SessionException {
        return backup(dialogue, dialogue.transport(), change, seed, transcript);
    }

    private Collected backup(
            Dialogue dialogue,
            @Nullable String transport,
            UnaryOperator<String> change,
            long seed,
            StringBuilder transcript)
            throws IOException, SessionException {
        sessions.acquireUninterruptibly();
        DeviceAccess access = server.add(new DialogueServer.Device(dialogue, change, seed), folder(dialogue, change));
        Map<String, String> parameters = transport == null ? Map.of() : Map.of("transport", transport);
        try (DeviceVisit visit = visits.begin(dialogue.platform(), access, parameters, LIMITS)) {
            Collected collected =
                    platforms.find(dialogue.platform()).orElseThrow().backup(visit);
            transcript.append(visit.transcript().orElseThrow());
            return collected;
        } finally {
            sessions.release();
        }
    }

    private Path folder(Dialogue dialogue, UnaryOperator<String> change) throws IOException {
        Path folder = Files.createDirectory(files.resolve("device-%d".formatted(folders.incrementAndGet())));
        for (Map.Entry<String, String> file : dialogue.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), change.apply(file.getValue()));
        }
        return folder;
    }

    private static String text(Collected collected) {
        return new String(collected.config(), StandardCharsets.UTF_8);
    }
}
