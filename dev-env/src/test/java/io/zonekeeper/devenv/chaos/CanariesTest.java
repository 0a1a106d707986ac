package io.zonekeeper.devenv.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Services;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

class CanariesTest {

    private static final String SECRET = "planted-S3cret";

    /** Beside the real ones, and planted on purpose wherever is searched. */
    private static final String PLANTED = "planted-in-every-place-4Wd";

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "xyz"})
    void aPlantedSecretIsFoundInEveryForm(String before) throws IOException {
        Canaries canaries = new Canaries(List.of(SECRET));
        String text = before + SECRET + " and more";
        assertThat(canaries.isIn(text.getBytes(UTF_8))).isTrue();
        assertThat(canaries.isIn(Base64.getEncoder().encode(text.getBytes(UTF_8))))
                .isTrue();
        assertThat(canaries.isIn(gzipped(before, text))).isTrue();
        assertThat(canaries.isIn("nothing of that kind".getBytes(UTF_8))).isFalse();
    }

    private static byte[] gzipped(String before, String text) throws IOException {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        gzipped.write(before.getBytes(UTF_8));
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            out.write(text.getBytes(UTF_8));
        }
        return gzipped.toByteArray();
    }

    @Test
    void noSecretIsAnywhereWhileJobsAreQueuedAndResultsPending() throws Exception {
        Canaries secrets = new Canaries(Scene.secrets());
        Canaries planted = new Canaries(List.of(PLANTED));
        Services given = Services.of(System.getenv());
        Path folder = Path.of("target", "chain", "canaries-" + Instant.now().toEpochMilli());
        Scene.Plan plan = new Scene.Plan(60, 10, 1, "", 1);
        try (Scene scene = new Scene(Installation.ofClone(Path.of("..")), given, folder, plan);
                HeldResults _ = new HeldResults(scene)) {
            scene.startRun();
            scene.awaitLoad(5, 2);
            plant(scene, folder);

            // The search finds what is planted before it may say that nothing else is there.
            List<byte[]> queued = scene.broker().peek(scene.queue());
            assertThat(queued).hasSizeGreaterThan(5).anyMatch(planted::isIn).noneMatch(secrets::isIn);
            assertThat(planted.inFiles(folder)).hasSize(1);
            assertThat(secrets.inFiles(folder)).isEmpty();
            assertThat(planted.inTables(scene.services())).containsExactly("dead_letter");
            assertThat(secrets.inTables(scene.services())).isEmpty();
            // Reads its input first, which does not end.
            Process shown = new ProcessBuilder("cat", "-", PLANTED).start();
            try {
                assertThat(planted.inCommandLines()).hasSize(1);
                assertThat(secrets.inCommandLines()).isEmpty();
            } finally {
                shown.destroy();
            }
            for (Path data : filesOfServices()) {
                assertThat(planted.inFiles(data)).as("the search in %s", data).isNotEmpty();
                assertThat(secrets.inFiles(data)).isEmpty();
            }
        }
    }

    private static void plant(Scene scene, Path folder) throws IOException {
        scene.broker().publish(scene.queue(), gzipped("a job that shows ", PLANTED));
        Files.writeString(folder.resolve("trap.log"), "password=" + PLANTED);
        scene.execute("insert into dead_letter (reason, headers, body) values ('%s', '', '')".formatted(PLANTED));
        try (Jedis jedis = scene.redis()) {
            jedis.set("trap", Base64.getEncoder().encodeToString(PLANTED.getBytes(UTF_8)));
        }
    }

    /** Where they are native processes started by {@code dev-env/up}; elsewhere their files cannot be seen from here. */
    private static List<Path> filesOfServices() {
        Path instance = Path.of(".run", System.getenv().getOrDefault("ZONEKEEPER_SERVICES_FROM", "none"));
        return Stream.of("rabbitmq", "redis")
                .map(instance::resolve)
                .filter(Files::isDirectory)
                .toList();
    }
}
