package io.zonekeeper.collector.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.collector.plugin.BackupPlugin;
import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.collector.ssh.SshConnector;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Transport;
import io.zonekeeper.common.platform.Recording;
import io.zonekeeper.common.result.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Replays what real devices said over real SSH and backs them up as the collector does. The recordings are no part of the
 * project; without them these tests are skipped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingsOverSshTest {

    private static final int CHUNKINGS = 20;
    /** Not what is tested here, so long enough for a machine that has other things to do. */
    private static final Limits LIMITS = limits(Duration.ofMinutes(4));

    private static final Limits SHORT_LIMITS = limits(Duration.ofSeconds(6));
    private static final Delivery LATE = Delivery.late(7, 400, 500);
    /** Of the shells of devices that were recorded without one. */
    private static final Map<String, String> PROMPTS = Map.of(
            "junos", "\r\nbackup@fw-1> ",
            "routeros", "[admin@edge-7] > ",
            "opnsense", "root@fw-1:~ # ",
            "eatonnetwork", "admin@eaton-1:~$ ");

    private final Semaphore sessions = new Semaphore(96);
    private final ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Visits visits = Visits.overSsh(Clock.systemUTC());
    private final Platforms platforms = Platforms.builtIn();
    private final ReplayServer server;
    private Map<String, Future<?>> stored = Map.of();
    private Map<String, Future<?>> volatileLines = Map.of();
    private Map<String, Future<?>> broken = Map.of();
    private Map<String, Future<?>> mannered = Map.of();
    private Map<String, Future<?>> shells = Map.of();

    RecordingsOverSshTest() throws IOException, GeneralSecurityException {
        server = new ReplayServer();
    }

    private interface Check {
        void on(Recording recording) throws Exception;
    }

    private interface Control {
        void run() throws Exception;
    }

    @BeforeAll
    void startAll() {
        Assumptions.assumeTrue(
                Recording.folder().isPresent(),
                "SKIPPED: there are no recordings here. Set ZONEKEEPER_FIXTURES to the folder that has them.");
        stored = start(this::isStoredWholeAndInAnyPieces);
        volatileLines = start(this::makesNoNewVersionOfVolatileLines);
        broken = start(this::isNoSuccessWhereTheConnectionBreaks);
        mannered = start(this::isStoredWhateverItsManners);
        shells = start(this::isStoredInAShellToo);
    }

    @AfterAll
    void close() throws IOException {
        crowd.close();
        threads.close();
        visits.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> storesEveryRecordingWholeAndInAnyPieces() {
        return tests(stored);
    }

    private void isStoredWholeAndInAnyPieces(Recording recording) throws Exception {
        Collected whole = backup(recording, Delivery.whole());
        RawConfig raw = raw(recording);
        ReplayChecks.isComplete(whole, raw, definition(recording));
        ReplayChecks.hasNoResidue(whole, raw, definition(recording));
        ReplayChecks.hidesSecrets(whole, recording);
        Map<String, Future<Collected>> rounds = new LinkedHashMap<>();
        for (long seed = 1; seed <= CHUNKINGS; seed++) {
            Delivery pieces = Delivery.pieces(seed);
            rounds.put("pieces of seed %d".formatted(seed), threads.submit(() -> backup(recording, pieces)));
        }
        rounds.put("late", threads.submit(() -> backup(recording, Delivery.late(1, 0, 200))));
        for (Map.Entry<String, Future<Collected>> round : rounds.entrySet()) {
            Collected collected = result(round.getValue());
            assertThat(ReplayChecks.text(collected)).as(round.getKey()).isEqualTo(ReplayChecks.text(whole));
            assertThat(collected.context()).as(round.getKey()).isEqualTo(whole.context());
            assertThat(collected.compareSha256()).as(round.getKey()).isEqualTo(whole.compareSha256());
        }
    }

    @TestFactory
    Stream<DynamicTest> storesEveryRecordingWhateverTheMannersOfTheDevice() {
        return tests(mannered);
    }

    private void isStoredWhateverItsManners(Recording recording) throws Exception {
        if (!isInShell(recording)) {
            return;
        }
        Collected whole = backup(recording, Delivery.whole());
        Map<Manners, Future<Collected>> rounds = new EnumMap<>(Manners.class);
        for (Manners manners : Manners.values()) {
            Delivery pieces =
                    manners == Manners.AS_RECORDED ? Delivery.byteByByte() : Delivery.pieces(manners.ordinal());
            rounds.put(
                    manners,
                    threads.submit(() -> backup(
                            platforms,
                            new ReplayServer.Replay(recording, pieces, UnaryOperator.identity(), manners),
                            LIMITS)));
        }
        for (Map.Entry<Manners, Future<Collected>> round : rounds.entrySet()) {
            assertThat(ReplayChecks.text(result(round.getKey().name(), round.getValue())))
                    .as(round.getKey().name())
                    .isEqualTo(ReplayChecks.text(whole));
        }
    }

    @TestFactory
    Stream<DynamicTest> storesInAShellWhatWasRecordedWithoutOne() {
        return tests(shells);
    }

    private void isStoredInAShellToo(Recording recording) throws SessionException {
        String prompt = PROMPTS.get(recording.model());
        if (prompt == null) {
            return;
        }
        Map<String, List<String>> answers = new LinkedHashMap<>();
        recording
                .answers()
                .forEach((command, said) -> answers.put(
                        command,
                        List.of(command + "\r\n" + String.join("", said).replaceAll("\r?\n", "\r\n") + "\r\n"
                                + prompt)));
        Recording inShell =
                new Recording(recording.model(), recording.name(), recording.file(), "Welcome\r\n" + prompt, answers);
        DeviceAccess access =
                server.add(new ReplayServer.Replay(inShell, Delivery.pieces(1), UnaryOperator.identity()));
        try (DeviceVisit visit = visits.begin(recording.model(), access, Map.of("transport", "ssh-shell"), LIMITS)) {
            assertThat(ReplayChecks.text(plugin(platforms, recording.model()).backup(visit)))
                    .isEqualTo(ReplayChecks.text(backup(recording, Delivery.whole())));
        }
    }

    @TestFactory
    Stream<DynamicTest> volatileLinesMakeNoNewVersion() {
        return tests(volatileLines);
    }

    private void makesNoNewVersionOfVolatileLines(Recording recording) throws SessionException {
        PlatformDefinition definition = definition(recording);
        Collected first = backup(recording, Delivery.whole());
        UnaryOperator<String> later = said -> ReplayChecks.withOtherVolatileLines(said, definition);
        Collected second = backup(platforms, recording, Delivery.whole(), later, LIMITS);
        assertThat(second.compareSha256()).isEqualTo(first.compareSha256());
        boolean hasVolatileLines = raw(recording).said().stream()
                .anyMatch(said -> !later.apply(said).equals(said));
        assertThat(ReplayChecks.sameText(first, second)).isEqualTo(!hasVolatileLines);
    }

    @TestFactory
    Stream<DynamicTest> aBrokenConnectionIsNoSuccess() {
        return tests(broken);
    }

    private void isNoSuccessWhereTheConnectionBreaks(Recording recording) {
        String config = raw(recording).said().getFirst();
        boolean bare =
                recording.answers().values().stream().flatMap(List::stream).noneMatch(said -> said.contains("\r"));
        String sent = bare && isInShell(recording) ? config.replace("\n", "\r\n") : config;
        assertThatThrownBy(() -> backup(recording, Delivery.broken(sent)))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INCOMPLETE));
    }

    @TestFactory
    Stream<DynamicTest> knowsPrompts() {
        Map<String, Future<?>> running = new LinkedHashMap<>();
        for (Recording.Prompts prompts : Recording.prompts(Recording.folder().orElseThrow())) {
            running.put(prompts.model(), threads.submit(() -> {
                areKnown(prompts);
                return null;
            }));
        }
        return tests(running);
    }

    private void areKnown(Recording.Prompts prompts) throws SessionException {
        PlatformDefinition definition = platforms.definition(prompts.model()).orElseThrow();
        com.google.re2j.Pattern pattern = definition.dialogue().prompt();
        assertThat(pattern).isNotNull();
        assertThat(prompts.pass()).isNotEmpty().allMatch(prompt -> pattern.matches(RawConfig.plain(prompt)));
        assertThat(prompts.fail()).noneMatch(pattern::matches);
        for (String prompt : prompts.pass()) {
            loginAt(prompts.model(), prompt);
        }
    }

    private void loginAt(String model, String prompt) throws SessionException {
        Recording waiting = new Recording(model, model, Path.of(""), "Welcome\r\n" + prompt, Map.of());
        DeviceAccess access =
                server.add(new ReplayServer.Replay(waiting, Delivery.pieces(1), UnaryOperator.identity()));
        try (DeviceVisit visit = visits.begin(model, access, Map.of(), LIMITS)) {
            plugin(platforms, model).testLogin(visit);
        }
    }

    /** Once all else is over: what is spoilt shows in pauses, which are no pauses where the collector is late itself. */
    @TestFactory
    Stream<DynamicTest> theChecksFindWhatIsSpoilt() {
        crowd.close();
        return tests(startControls());
    }

    private Map<String, Future<?>> startControls() {
        Map<String, Control> controls = new LinkedHashMap<>();
        controls.put(
                "a definition that answers no pager stores the same because many devices page so",
                () -> check(Delivery.whole(), LIMITS, "tnsr", "--More--", "--Never--"));
        controls.put(
                "a definition that takes the pager for the prompt",
                () -> assertThatThrownBy(() -> check(
                                LATE, SHORT_LIMITS, "tnsr", "--More--", "--Never--", "prompt: '", "prompt: '--More--|"))
                        .isInstanceOfAny(SessionException.class, AssertionError.class));
        for (String model : List.of("ios", "nxos", "eos", "fortigate")) {
            controls.put(
                    "an engine that ends a line wherever a piece ends, with " + model,
                    () -> anEngineThatEndsALineWhereverAPieceEndsFails(model));
        }
        controls.put(
                "a definition that drops lines",
                () -> assertThatThrownBy(() -> check("eos", "ignore:", "drop:\n  - '^   '\nignore:"))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("the line"));
        controls.put(
                "a definition that takes the first sign for the prompt",
                () -> assertThatThrownBy(() -> check("vyos", "prompt: '(?P<name>", "prompt: '(?P<name>).*|(?:"))
                        .isInstanceOf(AssertionError.class));
        controls.put(
                "a definition that knows no secrets",
                () -> assertThatThrownBy(() -> check("nxos", "(?:aes-128|aes-256|des)", "nothing"))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("masked"));
        Map<String, Future<?>> running = new LinkedHashMap<>();
        controls.forEach((name, control) -> running.put(name, threads.submit(() -> {
            control.run();
            return null;
        })));
        return running;
    }

    private void anEngineThatEndsALineWhereverAPieceEndsFails(String model) throws Exception {
        try (Visits splitting =
                new Visits(watchdog -> new SplittingConnector(new SshConnector(watchdog)), Clock.systemUTC())) {
            Recording recording = recording(model);
            ReplayServer.Replay replay =
                    new ReplayServer.Replay(recording, Delivery.late(3, 5, 20), UnaryOperator.identity());
            assertThatThrownBy(() -> {
                        Collected collected = backup(platforms, splitting, replay, SHORT_LIMITS);
                        ReplayChecks.isComplete(collected, raw(recording), definition(recording));
                        ReplayChecks.hasNoResidue(collected, raw(recording), definition(recording));
                    })
                    .isInstanceOfAny(SessionException.class, AssertionError.class);
        }
    }

    @Test
    void linesSplitWhereverAPieceEndsFail() throws Exception {
        Recording recording = recording("eos");
        RawConfig raw = raw(recording);
        Collected good = backup(recording, Delivery.whole());
        String text = ReplayChecks.text(good);
        String torn = text.substring(0, 100) + "\n" + text.substring(100);
        for (String spoiled : List.of(
                torn,
                text.replaceFirst("\n", "\r\n"),
                text.replaceFirst("\n", "\n--More--\n"),
                raw.command() + "\n" + text,
                text + raw.prompt() + "\n",
                text.substring(0, text.length() / 2),
                text.replace("   ip address", "\b\b\b   ip address"))) {
            Collected collected =
                    new Collected(spoiled.getBytes(StandardCharsets.UTF_8), false, "", List.of(), good.context());
            assertThatThrownBy(() -> {
                        ReplayChecks.isComplete(collected, raw, definition(recording));
                        ReplayChecks.hasNoResidue(collected, raw, definition(recording));
                    })
                    .as(spoiled)
                    .isInstanceOf(AssertionError.class);
        }
    }

    /** All checks with a definition in which texts are replaced, pair by pair. */
    private void check(String model, String... replacements) throws Exception {
        check(LATE, LIMITS, model, replacements);
    }

    private void check(Delivery delivery, Limits limits, String model, String... replacements) throws Exception {
        Recording recording = recording(model);
        String key = definition(recording).key();
        String yaml;
        try (InputStream in = Platforms.class.getResourceAsStream("/platforms/%s.yaml".formatted(key))) {
            yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(yaml).contains(replacements[i]);
            yaml = yaml.replace(replacements[i], replacements[i + 1]);
        }
        Platforms spoiled = Platforms.with(
                DefinitionFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "spoiled.yaml"));
        PlatformDefinition definition = definition(recording);
        Collected collected = backup(spoiled, recording, delivery, UnaryOperator.identity(), limits);
        ReplayChecks.isComplete(collected, raw(recording), definition);
        ReplayChecks.hasNoResidue(collected, raw(recording), definition);
        ReplayChecks.hidesSecrets(collected, recording);
    }

    /** Checks each recording, beside all others. */
    private Map<String, Future<?>> start(Check check) {
        Map<String, Future<?>> running = new LinkedHashMap<>();
        for (Recording recording : Recording.all(Recording.folder().orElseThrow())) {
            running.put(recording.name(), crowd.submit(() -> {
                check.on(recording);
                return null;
            }));
        }
        return running;
    }

    private static Stream<DynamicTest> tests(Map<String, Future<?>> running) {
        return running.entrySet().stream()
                .map(test -> DynamicTest.dynamicTest(test.getKey(), () -> result(test.getValue())));
    }

    private static <T> T result(String what, Future<T> future) throws Exception {
        try {
            return result(future);
        } catch (SessionException e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Error error -> throw error;
                case Exception exception -> throw exception;
                case null, default -> throw e;
            }
        }
    }

    private Collected backup(Recording recording, Delivery delivery) throws SessionException {
        return backup(platforms, recording, delivery, UnaryOperator.identity(), LIMITS);
    }

    private Collected backup(
            Platforms from, Recording recording, Delivery delivery, UnaryOperator<String> change, Limits limits)
            throws SessionException {
        return backup(from, new ReplayServer.Replay(recording, delivery, change), limits);
    }

    private Collected backup(Platforms from, ReplayServer.Replay replay, Limits limits) throws SessionException {
        return backup(from, visits, replay, limits);
    }

    private Collected backup(Platforms from, Visits by, ReplayServer.Replay replay, Limits limits)
            throws SessionException {
        String model = replay.recording().model();
        sessions.acquireUninterruptibly();
        DeviceAccess access = server.add(replay);
        try (DeviceVisit visit = by.begin(model, access, Map.of(), limits)) {
            return plugin(from, model).backup(visit);
        } finally {
            sessions.release();
        }
    }

    private static BackupPlugin plugin(Platforms from, String model) {
        return from.find(model)
                .orElseThrow(() -> new AssertionError("There is no definition with the alias %s.".formatted(model)));
    }

    private PlatformDefinition definition(Recording recording) {
        return platforms.definition(recording.model()).orElseThrow();
    }

    private boolean isInShell(Recording recording) {
        return recording.greeting() != null
                && definition(recording).reach().transports().getFirst() != Transport.SSH_EXEC;
    }

    private RawConfig raw(Recording recording) {
        return RawConfig.of(recording, definition(recording));
    }

    private static Recording recording(String model) {
        Optional<Recording> recording = Recording.all(Recording.folder().orElseThrow()).stream()
                .filter(candidate -> candidate.model().equals(model))
                .findFirst();
        return recording.orElseThrow();
    }

    private static Limits limits(Duration soft) {
        return new Limits(soft, soft.plusSeconds(10), Limits.DEFAULT.bytes());
    }
}
