package io.zonekeeper.consumer.git;

import static io.zonekeeper.consumer.fixture.Fixture.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.Masking;
import io.zonekeeper.common.result.Span;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.consumer.fixture.Fixture;
import io.zonekeeper.consumer.lifecycle.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path repository;
    private Fixture store;
    private long group;
    private long device;

    @BeforeEach
    void open() {
        repository = folder.resolve("configs.git");
        store = new Fixture();
        group = store.group("dmz");
        device = store.device(group, "sw1");
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        if (Files.exists(repository.resolve("refs/heads/main")) || Files.exists(repository.resolve("packed-refs"))) {
            assertThat(git("fsck", "--strict", "--no-dangling")).isEmpty();
        }
    }

    private GitHistory history() {
        return history(false);
    }

    private GitHistory history(boolean raw) {
        return new GitHistory(
                store.dataSource,
                new GitSettings(repository, null, folder, raw),
                store.maskingKey,
                store.stop,
                Clock.systemUTC());
    }

    private void storeAndDrain(JobResult... results) {
        store(results);
        assertThat(history().drain()).isTrue();
    }

    private void store(JobResult... results) {
        store.store(Stream.of(results).map(store::arrival).toList());
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return git(repository, arguments);
    }

    static String git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir", directory.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Returns what it says, of which nothing may be a failure. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }

    private List<String> subjects() throws Exception {
        return git("log", "--reverse", "--format=%s").lines().toList();
    }

    @Test
    void everyChangeIsACommitOfItsOwn() throws Exception {
        long other = store.device(store.group("lab"), "r1");
        storeAndDrain(
                store.captured(device, "a\nb\n", at(1)),
                store.captured(device, "a\nb\n", at(2)),
                store.captured(device, "a\nc\nd\n", at(3)),
                store.captured(other, "x\n", at(4)));
        assertThat(subjects()).containsExactly("dmz/sw1: +2 -0 lines", "dmz/sw1: +2 -1 lines", "lab/r1: +1 -0 lines");
        assertThat(git("show", "main:dmz/sw1")).isEqualTo("a\nc\nd\n");
        assertThat(git("ls-tree", "-r", "--name-only", "main").lines()).containsExactly("dmz/sw1", "lab/r1");
        assertThat(git("log", "--numstat", "--format=", "-1", "main~1").strip()).isEqualTo("2\t1\tdmz/sw1");
        assertThat(store.strings("select lines_added || ' ' || lines_removed from config_version order by id"))
                .containsExactly("2 0", "2 1", "1 0");
        assertThat(store.strings("select commit_id from git_work where done_at is not null order by version_id"))
                .containsExactlyElementsOf(
                        git("log", "--reverse", "--format=%H").lines().toList());
    }

    @Test
    void commitNamesTaskAndTimeOfCollection() throws Exception {
        TaskId task = store.backup(device);
        storeAndDrain(store.captured(task, "a\n", at(7)));
        assertThat(git("log", "--format=%an <%ae> %at %cn <%ce>").strip())
                .isEqualTo("Zonekeeper <zonekeeper@localhost> %d Zonekeeper <zonekeeper@localhost>"
                        .formatted(at(7).getEpochSecond()));
        assertThat(git("log", "--format=%(trailers:key=Zonekeeper-Task,valueonly)")
                        .strip())
                .isEqualTo(task.toString());
    }

    @Test
    void secretsAreMaskedUnlessConfiguredRaw() throws Exception {
        byte[] config = "password s3cret\n".getBytes(UTF_8);
        Span secret = new Span(9, 15);
        storeAndDrain(store.captured(store.header(store.backup(device), at(1)), config, secret));
        assertThat(git("show", "main:dmz/sw1"))
                .isEqualTo(new String(Masking.mask(config, List.of(secret), store.maskingKey), UTF_8));
        byte[] other = "password an0ther\n".getBytes(UTF_8);
        store(store.captured(store.header(store.backup(device), at(2)), other, new Span(9, 16)));
        assertThat(history(true).drain()).isTrue();
        assertThat(git("show", "main:dmz/sw1")).isEqualTo("password an0ther\n");
    }

    @Test
    void binaryIsKeptByteForByteAndHasNoLines() throws Exception {
        byte[] config = {0, 1, 2, (byte) 0xFF, '\n', 0};
        JobResult binary = new JobResult.Captured(
                store.header(store.backup(device), at(1)),
                Content.of(config),
                true,
                Content.sha256Of(config),
                List.of(),
                List.of());
        storeAndDrain(binary);
        assertThat(subjects()).containsExactly("dmz/sw1: +0 -0 lines");
        assertThat(git("cat-file", "-s", "main:dmz/sw1").strip()).isEqualTo("6");
    }

    @Test
    void versionCommittedBeforeACrashIsNotCommittedAgain() throws Exception {
        storeAndDrain(store.captured(device, "a\n", at(1)));
        storeAndDrain(store.captured(device, "b\n", at(2)), store.captured(device, "c\n", at(3)));
        List<String> before = store.strings("select commit_id from git_work order by version_id");
        store.jdbc.update("""
                update git_work set done_at = null, commit_id = null
                where version_id > (select min(version_id) from git_work)
                """);
        store.jdbc.update("update config_version set lines_added = null");
        store.jdbc.update("delete from git_file");
        storeAndDrain(store.captured(device, "d\n", at(4)));
        assertThat(subjects()).hasSize(4);
        assertThat(store.strings("select commit_id from git_work order by version_id limit 3"))
                .isEqualTo(before);
        assertThat(store.strings("select path from git_file")).containsExactly("dmz/sw1");
        assertThat(store.strings("select lines_added from config_version order by id offset 1"))
                .containsExactly("1", "1", "1");
    }

    @Test
    void moveCommittedBeforeACrashIsNotMadeAgain() throws Exception {
        long other = store.device(group, "sw2");
        storeAndDrain(store.captured(device, "first\n", at(1)), store.captured(other, "second\n", at(2)));
        swapNames(device, other);
        storeAndDrain();
        List<String> swapped = subjects();
        store.jdbc.update("update git_file set path = case device_id when ? then 'dmz/sw1' else 'dmz/sw2' end", device);
        storeAndDrain();
        assertThat(subjects()).isEqualTo(swapped);
        assertThat(git("show", "main:dmz/sw2")).isEqualTo("first\n");
        assertThat(store.strings("select path from git_file order by device_id"))
                .containsExactly("dmz/sw2", "dmz/sw1");
    }

    private void swapNames(long one, long two) {
        store.jdbc.update("update device set name = 'swap' where id = ?", one);
        store.jdbc.update("update device set name = 'sw1' where id = ?", two);
        store.jdbc.update("update device set name = 'sw2' where id = ?", one);
    }

    @Test
    void renamedDeviceMovesInACommitOfItsOwn() throws Exception {
        storeAndDrain(store.captured(device, "a\n", at(1)));
        store.jdbc.update("update device set name = 'core1' where id = ?", device);
        storeAndDrain(store.captured(device, "b\n", at(2)));
        assertThat(subjects())
                .containsExactly("dmz/sw1: +1 -0 lines", "dmz/sw1 -> dmz/core1", "dmz/core1: +1 -1 lines");
        assertThat(git("ls-tree", "-r", "--name-only", "main").strip()).isEqualTo("dmz/core1");
        assertThat(git("log", "--follow", "--format=%s", "main", "--", "dmz/core1")
                        .lines())
                .hasSize(3);
    }

    @Test
    void devicesThatSwapTheirNamesSwapTheirFiles() throws Exception {
        long other = store.device(group, "sw2");
        storeAndDrain(store.captured(device, "first\n", at(1)), store.captured(other, "second\n", at(2)));
        swapNames(device, other);
        storeAndDrain(store.captured(other, "second changed\n", at(3)));
        assertThat(git("show", "main:dmz/sw1")).isEqualTo("second changed\n");
        assertThat(git("show", "main:dmz/sw2")).isEqualTo("first\n");
        assertThat(subjects()).endsWith("2 devices renamed, moved or deleted", "dmz/sw1: +1 -1 lines");
    }

    @Test
    void newDeviceMayTakeTheNameOfADeletedOne() throws Exception {
        storeAndDrain(store.captured(device, "old\n", at(1)));
        store.jdbc.update("update device set deleted_at = now() where id = ?", device);
        long heir = store.device(group, "sw1");
        storeAndDrain(store.captured(heir, "new\n", at(2)));
        assertThat(subjects()).containsExactly("dmz/sw1: +1 -0 lines", "dmz/sw1: deleted", "dmz/sw1: +1 -0 lines");
        assertThat(git("show", "main:dmz/sw1")).isEqualTo("new\n");
    }

    @Test
    void fileOfADeletedDeviceIsRemoved() throws Exception {
        long other = store.device(group, "sw2");
        storeAndDrain(store.captured(device, "a\n", at(1)), store.captured(other, "b\n", at(2)));
        store.jdbc.update("update device set deleted_at = now() where id = ?", device);
        storeAndDrain();
        assertThat(git("ls-tree", "-r", "--name-only", "main").strip()).isEqualTo("dmz/sw2");
    }

    @Test
    void lateResultIsCountedAndNotCommitted() throws Exception {
        storeAndDrain(store.captured(device, "a\nb\n", at(10)), store.captured(device, "x\n", at(5)));
        storeAndDrain(store.captured(device, "late\n", at(7)));
        assertThat(git("show", "main:dmz/sw1")).isEqualTo("a\nb\n");
        assertThat(store.strings(
                        "select lines_added || ' ' || lines_removed from config_version where history order by id"))
                .containsExactly("1 1");
        assertThat(store.strings("select version_id from git_work where done_at is null"))
                .isEmpty();
    }

    @Test
    void rebuiltRepositoryHasTheSameTree() throws Exception {
        long other = store.device(store.group("lab"), "r1");
        long deleted = store.device(group, "sw0");
        storeAndDrain(
                store.captured(device, "a\n", at(1)),
                store.captured(other, "x\n", at(2)),
                store.captured(deleted, "gone\n", at(3)));
        store.jdbc.update("update device set name = 'core1' where id = ?", device);
        store.jdbc.update("update device set deleted_at = now() where id = ?", deleted);
        storeAndDrain(store.captured(device, "b\n", at(4)), store.captured(device, "late\n", at(0)));
        String tree = git("rev-parse", "main^{tree}");

        assertThat(history().rebuild())
                .as("into a repository that is not empty")
                .isFalse();
        repository = folder.resolve("rebuilt.git");
        assertThat(history().rebuild()).isTrue();
        assertThat(git("rev-parse", "main^{tree}")).isEqualTo(tree);
        assertThat(subjects())
                .containsExactly("dmz/core1: +1 -0 lines", "lab/r1: +1 -0 lines", "dmz/core1: +1 -1 lines");
    }

    @Test
    void repositoryThatIsNotTheOneWrittenBeforeIsRefused() {
        storeAndDrain(store.captured(device, "a\n", at(1)));
        repository = folder.resolve("other.git");
        store(store.captured(device, "b\n", at(2)));
        assertThat(history().drain()).isFalse();
        assertThat(store.strings("select version_id from git_work where done_at is null"))
                .hasSize(1);
    }

    @Test
    void folderWithSomethingElseIsRefused() throws Exception {
        Files.createDirectories(repository);
        Files.writeString(repository.resolve("notes.txt"), "mine");
        store(store.captured(device, "a\n", at(1)));
        assertThat(history().drain()).isFalse();
        assertThat(Files.exists(repository.resolve("HEAD"))).isFalse();
    }

    @Test
    void oneProcessWritesAtATime() throws Exception {
        store(store.captured(device, "a\n", at(1)));
        CompletableFuture<Boolean> drained;
        try (WriterLock _ = held()) {
            drained = CompletableFuture.supplyAsync(history()::drain);
            assertThat(history().rebuild()).isFalse();
            assertThat(drained).isNotDone();
        }
        assertThat(drained).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(subjects()).hasSize(1);
    }

    private WriterLock held() throws SQLException {
        WriterLock lock = WriterLock.tryAcquire(store.dataSource);
        assertThat(lock).isNotNull();
        return lock;
    }

    @Test
    void runningWriterGoesOnAfterTheFolderWasInTheWay() throws Exception {
        Files.writeString(repository, "a file where the folder should be");
        store(store.captured(device, "a\n", at(1)));
        Stop stop = new Stop();
        GitHistory history = new GitHistory(
                store.dataSource,
                new GitSettings(repository, null, folder, false),
                store.maskingKey,
                stop,
                Clock.systemUTC());
        CompletableFuture<Void> running = CompletableFuture.runAsync(history::run);
        await().during(Duration.ofMillis(300)).until(() -> !running.isDone());
        Files.delete(repository);
        await().atMost(PATIENCE)
                .until(() -> store.strings("select version_id from git_work where done_at is null")
                        .isEmpty());
        store(store.captured(device, "b\n", at(2)));
        history.wake();
        await().atMost(PATIENCE).until(() -> subjects().size() == 2);
        stop.request();
        assertThat(running).succeedsWithin(PATIENCE);
    }

    @Test
    void packsAreGatheredInIdleTime() throws Exception {
        for (int i = 0; i < 52; i++) {
            storeAndDrain(store.captured(device, "config " + i + "\n", at(i)));
        }
        assertThat(packs()).isGreaterThan(50);
        CompletableFuture<Void> running = CompletableFuture.runAsync(history()::run);
        await().atMost(PATIENCE).until(() -> packs() < 5);
        store.stop.request();
        assertThat(running).succeedsWithin(PATIENCE);
        assertThat(subjects()).hasSize(52);
    }

    private long packs() throws IOException {
        try (Stream<Path> files = Files.list(repository.resolve("objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    @Test
    void manyVersionsGoInSeveralBatches() throws Exception {
        JobResult[] results = new JobResult[450];
        for (int i = 0; i < results.length; i++) {
            results[i] = store.captured(device, "config " + i + "\n", at(i));
        }
        storeAndDrain(results);
        assertThat(git("rev-list", "--count", "main").strip()).isEqualTo("450");
        assertThat(packs()).isEqualTo(3);
        assertThat(Instant.ofEpochSecond(
                        Long.parseLong(git("log", "-1", "--format=%at").strip())))
                .isEqualTo(Instant.ofEpochSecond(at(449).getEpochSecond()));
    }
}
