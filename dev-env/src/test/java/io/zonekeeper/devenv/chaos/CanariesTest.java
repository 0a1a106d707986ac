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
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanariesTest {

    private static final String SECRET = "planted-S3cret";

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "xyz"})
    void aPlantedSecretIsFoundInEveryForm(String before) throws IOException {
        Canaries canaries = new Canaries(List.of(SECRET));
        String text = before + SECRET + " and more";
        assertThat(canaries.isIn(text.getBytes(UTF_8))).isTrue();
        assertThat(canaries.isIn(Base64.getEncoder().encode(text.getBytes(UTF_8))))
                .isTrue();
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        gzipped.write(before.getBytes(UTF_8));
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            out.write(text.getBytes(UTF_8));
        }
        assertThat(canaries.isIn(gzipped.toByteArray())).isTrue();
        assertThat(canaries.isIn("nothing of that kind".getBytes(UTF_8))).isFalse();
    }

    @Test
    void noSecretIsInLogsFilesTablesOrCommandLinesWhileJobsAreQueuedAndResultsPending(@TempDir Path planted)
            throws Exception {
        Canaries canaries = new Canaries(Scene.secrets());
        Files.writeString(planted.resolve("trap"), "password=" + Scene.secrets().getFirst());
        assertThat(canaries.inFiles(planted)).hasSize(1);

        Services given = Services.of(System.getenv());
        Path folder = Path.of("target", "chain", "canaries-" + Instant.now().toEpochMilli());
        Scene.Plan plan = new Scene.Plan(40, 10, 1, Map.of(), "", 1);
        try (Scene scene = new Scene(Installation.ofClone(Path.of("..")), given, folder, plan);
                HeldResults _ = new HeldResults(scene.services())) {
            scene.startRun();
            scene.awaitLoad(5, 2);
            assertThat(canaries.inFiles(folder)).isEmpty();
            assertThat(canaries.inTables(scene.services())).isEmpty();
            assertThat(canaries.inCommandLines()).isEmpty();
            Path instance = Path.of(".run", System.getenv().getOrDefault("ZONEKEEPER_SERVICES_FROM", "none"));
            for (String service : List.of("rabbitmq", "redis")) {
                Path data = instance.resolve(service);
                if (Files.isDirectory(data)) {
                    assertThat(Files.walk(data).filter(Files::isRegularFile)).isNotEmpty();
                    assertThat(canaries.inFiles(data)).isEmpty();
                }
            }
            scene.execute("insert into dead_letter (reason, headers, body) values ('%s', '', '')"
                    .formatted(Scene.secrets().getFirst()));
            assertThat(canaries.inTables(scene.services())).containsExactly("dead_letter");
        }
    }
}
