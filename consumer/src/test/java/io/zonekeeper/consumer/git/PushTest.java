package io.zonekeeper.consumer.git;

import static io.zonekeeper.consumer.fixture.Fixture.at;
import static io.zonekeeper.consumer.git.GitHistoryTest.git;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.consumer.fixture.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Path repository;
    private Path remote;
    private Fixture store;
    private long device;

    @BeforeEach
    void open() throws Exception {
        repository = folder.resolve("configs.git");
        remote = folder.resolve("remote.git");
        git(remote, "init", "--bare", "--quiet");
        store = new Fixture();
        device = store.device(store.group("dmz"), "sw1");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private GitHistory history(@Nullable String url) {
        return new GitHistory(
                store.dataSource,
                new GitSettings(repository, url, folder.resolve("ssh"), false),
                store.maskingKey,
                store.stop,
                ((InstantSource) now::get).withZone(ZoneOffset.UTC));
    }

    private void store(String configuration, int minute) {
        store.store(List.of(store.arrival(store.captured(device, configuration, at(minute)))));
    }

    private List<String> shown(String column) {
        return store.strings("select %s from git_remote".formatted(column));
    }

    private String tip(Path of) throws Exception {
        return git(of, "rev-parse", "main").strip();
    }

    @Test
    void historyIsPushedToABareRepository() throws Exception {
        store("a\n", 1);
        assertThat(history(remote.toString()).drain()).isTrue();
        assertThat(tip(remote)).isEqualTo(tip(repository));
        assertThat(shown("pushed_commit")).containsExactly(tip(repository));
        assertThat(shown("failure")).containsOnlyNulls();
    }

    @Test
    void historyIsPushedBySsh() throws Exception {
        Path keys = Files.createDirectories(folder.resolve("ssh"));
        SshRemote.newKey(keys.resolve("id_ed25519"));
        try (SshRemote server = SshRemote.start(folder.resolve("sshd"), keys.resolve("id_ed25519.pub"))) {
            Files.writeString(keys.resolve("known_hosts"), server.knownHost());
            store("a\n", 1);
            assertThat(history(server.url(remote)).drain()).isTrue();
            assertThat(shown("failure")).containsOnlyNulls();
            assertThat(tip(remote)).isEqualTo(tip(repository));
            assertThat(shown("url")).containsExactly(server.url(remote));
        }
    }

    @Test
    void serverWhoseKeyIsNotKnownIsRefusedAndShownAndTriedAgain() throws Exception {
        Path keys = Files.createDirectories(folder.resolve("ssh"));
        SshRemote.newKey(keys.resolve("id_ed25519"));
        try (SshRemote server = SshRemote.start(folder.resolve("sshd"), keys.resolve("id_ed25519.pub"))) {
            store("a\n", 1);
            GitHistory history = history(server.url(remote));
            assertThat(history.drain()).isTrue();
            assertThat(git(remote, "for-each-ref")).isEmpty();
            assertThat(shown("failure").getFirst())
                    .contains(keys.resolve("known_hosts").toString());

            Files.writeString(keys.resolve("known_hosts"), server.knownHost());
            assertThat(history.drain()).isTrue();
            assertThat(git(remote, "for-each-ref")).as("before the next try").isEmpty();
            now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(11)));
            assertThat(history.drain()).isTrue();
            assertThat(tip(remote)).isEqualTo(tip(repository));
            assertThat(shown("failure")).containsOnlyNulls();
        }
    }

    @Test
    void remoteThatIsAwayStopsNothingAndIsShownWithoutWhatItsAddressHides() throws Exception {
        store("a\n", 1);
        assertThat(history("http://token:pa55@127.0.0.1:1/configs.git").drain()).isTrue();
        assertThat(git(repository, "rev-list", "--count", "main").strip()).isEqualTo("1");
        assertThat(shown("url")).containsExactly("http://127.0.0.1:1/configs.git");
        assertThat(shown("failure").getFirst())
                .contains("http://127.0.0.1:1/configs.git")
                .doesNotContain("pa55", "token");
        assertThat(shown("next_try_at > failed_at")).containsExactly("t");
    }

    @Test
    void remoteSomebodyElseWritesToIsNotOverwritten() throws Exception {
        store("a\n", 1);
        history(remote.toString()).drain();
        String tree = git(remote, "rev-parse", "main^{tree}").strip();
        String foreign = git(remote, "-c", "user.name=x", "-c", "user.email=x", "commit-tree", tree, "-m", "x")
                .strip();
        git(remote, "update-ref", "refs/heads/main", foreign);
        store("b\n", 2);
        assertThat(history(remote.toString()).drain()).isTrue();
        assertThat(tip(remote)).isEqualTo(foreign);
        assertThat(shown("failure").getFirst()).contains("REJECTED_NONFASTFORWARD");
    }

    @Test
    void remoteThatIsNotSetAnyMoreIsShownNoMore() {
        store("a\n", 1);
        history(remote.toString()).drain();
        assertThat(shown("url")).hasSize(1);
        history(null).drain();
        assertThat(shown("url")).isEmpty();
    }
}
