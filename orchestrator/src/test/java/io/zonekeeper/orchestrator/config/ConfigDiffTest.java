package io.zonekeeper.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDiffTest {

    @TempDir
    Path folder;

    @Test
    void equalTextsHaveNoHunk() {
        assertThat(ConfigDiff.between("a\nb\n", "a\nb\n", 3).hunks()).isEmpty();
        assertThat(ConfigDiff.between("a\nb\n", "a\nb\n", 3).unified("x", "y")).isEmpty();
    }

    @Test
    void changedLineStandsInItsContext() {
        ConfigDiff diff = ConfigDiff.between("1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nfive\n6\n7\n8\n", 2);
        assertThat(diff.unified("old", "new"))
                .isEqualTo("--- old\n+++ new\n@@ -3,5 +3,5 @@\n 3\n 4\n-5\n+five\n 6\n 7\n");
        assertThat(diff.added()).isEqualTo(1);
        assertThat(diff.removed()).isEqualTo(1);
    }

    @Test
    void changesFarApartStandInHunksOfTheirOwn() {
        String older = String.join(
                "\n", IntStream.range(0, 50).mapToObj(Integer::toString).toList());
        String newer = older.replace("\n10\n", "\nten\n").replace("\n40\n", "\n");
        assertThat(ConfigDiff.between(older, newer, 3).hunks()).hasSize(2);
    }

    @Test
    void patchTurnsTheOlderTextIntoTheNewer() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            String older = randomText(random);
            String newer = randomText(random);
            assertThat(patched(older, ConfigDiff.between(older, newer, 3))).isEqualTo(newer);
        }
    }

    private static String randomText(Random random) {
        List<String> lines = random.ints(random.nextInt(30), 0, 6)
                .mapToObj(number -> "line " + number)
                .toList();
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private String patched(String older, ConfigDiff diff) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("config"), older);
        Path patch = Files.writeString(folder.resolve("patch"), diff.unified("config", "config"));
        if (diff.hunks().isEmpty()) {
            return older;
        }
        Process git = new ProcessBuilder("git", "apply", "--unidiff-zero", "-p0", patch.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
