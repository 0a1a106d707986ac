package io.zonekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.program.JavaProgram;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector as a process of its own. */
class CollectorTest {

    private final String instance = "p-" + UUID.randomUUID();

    @TempDir
    private Path directory;

    private TestZone zone;

    @BeforeEach
    void makeZone() {
        zone = new TestZone();
    }

    @AfterEach
    void endZone() throws Exception {
        zone.close();
    }

    @Test
    void runsAJobAndEndsWithExitCodeZeroWhenTold() throws Exception {
        Process process = run(Map.of(), "run", "--group", zone.group.value(), "--slots", "3", "--instance", instance);
        await().atMost(TestZone.PATIENCE).until(this::isConsuming);
        zone.publish(zone.job(Instant.now().plusSeconds(600), Limits.DEFAULT, "noop"));
        assertThat(zone.awaitResults(1).getFirst()).isInstanceOf(JobResult.Captured.class);
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(said())
                .contains("Nothing is at work any more; 1 jobs done, 0 failed.")
                .doesNotContain("Exception");
        assertThat(zone.redis.exists(RedisKeys.collector(instance))).isFalse();
    }

    @Test
    void waitsForServicesThatAreDown() throws Exception {
        zone.toRedis.bar();
        zone.toRabbit.bar();
        Process process = run(Map.of(), "run", "--group", zone.group.value(), "--slots", "1", "--instance", instance);
        await().atMost(TestZone.PATIENCE)
                .untilAsserted(() -> assertThat(said())
                        .containsPattern("RabbitMQ at 127.0.0.1:\\d+ cannot be reached")
                        .containsPattern("Redis at 127.0.0.1:\\d+ cannot be reached"));
        zone.toRedis.open();
        zone.toRabbit.open();
        await().atMost(TestZone.PATIENCE).until(this::isConsuming);
        assertThat(said()).doesNotContain("Exception");
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aMissingKeyIsOneSentenceAndExitCode78() throws Exception {
        Process process = run(Map.of(), "run", "--group", "elsewhere");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(78);
        assertThat(said().lines()).singleElement().asString().startsWith("There is no key of group elsewhere");
    }

    @Test
    void aWrongPasswordAtRedisIsOneSentenceAndExitCode78() throws Exception {
        Process process = run(
                Map.of(
                        "ZONEKEEPER_REDIS_URL",
                        zone.toRedis.through(Services.redisUrl()).replaceFirst("//[^@]*@", "//:wr0ng@")),
                "run",
                "--group",
                zone.group.value());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(78);
        assertThat(said()).contains("ZONEKEEPER_REDIS_URL").doesNotContain("wr0ng", "Exception");
    }

    private boolean isConsuming() throws Exception {
        String heartbeat = zone.redis.get(RedisKeys.collector(instance));
        return heartbeat != null && Heartbeat.fromJson(heartbeat).groups().contains(zone.group);
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    private Process run(Map<String, String> environment, String... arguments) throws IOException {
        Path keys = directory.resolve("keys");
        Files.createFile(keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, "%s=%s%n".formatted(zone.group, zone.key.text()), StandardCharsets.UTF_8);
        List<String> command = JavaProgram.command(
                List.of(
                        "-Xmx128m",
                        "-Xss512k",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                Collector.class,
                arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ZONEKEEPER_"));
        builder.environment()
                .putAll(Map.of(
                        "ZONEKEEPER_GROUP_KEYS_FILE", keys.toString(),
                        "ZONEKEEPER_AMQP_URL", zone.toRabbit.through(Services.amqpUrl()),
                        "ZONEKEEPER_REDIS_URL", zone.toRedis.through(Services.redisUrl()),
                        "ZONEKEEPER_RESULTS_STREAM", zone.stream));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
