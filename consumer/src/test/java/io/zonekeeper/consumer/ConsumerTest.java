package io.zonekeeper.consumer;

import static io.zonekeeper.consumer.fixture.Fixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.program.JavaProgram;
import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.consumer.fixture.Fixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConsumerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Fixture store;
    private long device;
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void open() {
        store = new Fixture();
        device = store.device(store.group("dmz"), "sw1");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Map<String, String> variables() {
        return Map.of(
                "ZONEKEEPER_REDIS_URL", Services.redisUrl(),
                "ZONEKEEPER_RESULTS_STREAM", store.stream,
                "ZONEKEEPER_DATABASE_URL", store.databaseUrl(),
                "ZONEKEEPER_DATABASE_USER", Services.databaseUser(),
                "ZONEKEEPER_DATABASE_PASSWORD", Services.databasePassword(),
                "ZONEKEEPER_GIT_DIR", folder.resolve("configs.git").toString());
    }

    private int run(Map<String, String> variables, String... arguments) {
        CommandLine command = Consumer.commandLine(new Environment(variables));
        command.setErr(new PrintWriter(err, true));
        command.setOut(new PrintWriter(out, true));
        return command.execute(arguments);
    }

    private int runWith(String name, String value) {
        Map<String, String> changed = new HashMap<>(variables());
        changed.put(name, value);
        return run(changed, "consume-device-results", "--once");
    }

    @Test
    void helpNeedsNoSettingsAndNoServices() {
        assertThat(run(Map.of("ZONEKEEPER_GIT_RAW", "perhaps"), "consume-device-results", "--help"))
                .isZero();
        assertThat(out.toString()).contains("--once", "--batch", "--consumer");
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(out.toString()).contains("consume-device-results", "rebuild-git");
    }

    @Test
    void onceStoresWhatIsThereWritesGitAndEnds() {
        store.add(store.captured(device, "once\n", at(1)));
        assertThat(run(variables(), "consume_device_results", "--once", "--batch", "10", "--consumer", "me"))
                .isZero();
        assertThat(store.strings("select masked from config_text where device_id = ?", device))
                .containsExactly("once\n");
        assertThat(store.strings("select version_id from git_work where done_at is null"))
                .isEmpty();
        assertThat(Files.exists(folder.resolve("configs.git/refs/heads/main"))).isTrue();
    }

    @Test
    void historyThatCannotBeWrittenIsExitCodeOneAndResultsAreStored() throws Exception {
        store.add(store.captured(device, "not in git\n", at(2)));
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThat(runWith("ZONEKEEPER_GIT_DIR", file.toString())).isEqualTo(1);
        assertThat(store.count("config_version")).isEqualTo(1);
    }

    @Test
    void wrongSettingIsOneSentenceAndExitCode78() {
        assertThat(runWith("ZONEKEEPER_GIT_RAW", "perhaps")).isEqualTo(78);
        assertThat(err.toString().lines()).singleElement().asString().contains("ZONEKEEPER_GIT_RAW");
    }

    @Test
    void refusedDatabaseIsOneSentenceAndExitCode78() {
        assertThat(runWith("ZONEKEEPER_DATABASE_URL", store.databaseUrl() + "_not_there"))
                .isEqualTo(78);
        assertThat(err.toString().lines()).singleElement().asString().contains("ZONEKEEPER_DATABASE_URL");
    }

    @Test
    void refusedRedisIsOneSentenceThatDoesNotShowThePassword() {
        String url = Services.redisUrl().replaceFirst("//[^@]*@", "//");
        assertThat(runWith("ZONEKEEPER_REDIS_URL", url.replace("//", "//nobody:wr0ng@")))
                .isEqualTo(78);
        assertThat(err.toString().lines()).singleElement().asString().contains("ZONEKEEPER_REDIS_URL");
        assertThat(runWith("ZONEKEEPER_REDIS_URL", "http://nobody:wr0ng@x")).isEqualTo(78);
        assertThat(err.toString()).doesNotContain("wr0ng");
    }

    @Test
    void databaseOfAnotherMakeIsOneSentenceAndExitCodeOne() {
        store.jdbc.update("update flyway_schema_history set checksum = 1 where version = '1'");
        assertThat(run(variables(), "consume-device-results", "--once")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("The database cannot be made ready", "checksum");
    }

    @Test
    void sizeOfBatchIsChecked() {
        assertThat(run(variables(), "consume-device-results", "--batch", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--batch is 0");
    }

    @Test
    void processEndsWithZeroOnSigterm() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        JavaProgram.command(List.of(), Consumer.class, "consume-device-results"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().putAll(variables());
        Process process = builder.start();
        try {
            store.add(store.captured(device, "in a process\n", at(10)));
            await().atMost(PATIENCE)
                    .until(() -> store.entries() == 0
                            && store.strings("select masked from config_text where device_id = ?", device)
                                    .contains("in a process\n"));
            process.destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("output")))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void gitIsRebuiltIntoAnEmptyFolderOnly() {
        store.add(store.captured(device, "rebuilt\n", at(20)));
        assertThat(run(variables(), "consume-device-results", "--once")).isZero();
        assertThat(run(variables(), "rebuild-git")).isEqualTo(1);
        Map<String, String> elsewhere = new HashMap<>(variables());
        elsewhere.put("ZONEKEEPER_GIT_DIR", folder.resolve("rebuilt.git").toString());
        assertThat(run(elsewhere, "rebuild-git")).isZero();
        assertThat(store.strings("select version_id from git_work where done_at is null"))
                .isEmpty();
    }
}
