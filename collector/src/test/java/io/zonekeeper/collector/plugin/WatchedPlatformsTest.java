package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.wire.Heartbeat.AnnouncedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedPlatformsTest {

    private static final Duration PERIOD = Duration.ofMillis(50);

    @TempDir
    Path directory;

    @Test
    void followsWhatChangesAndKeepsWhatWasGood() throws IOException {
        write("mine.yaml", "Mine");
        try (WatchedPlatforms platforms = new WatchedPlatforms(directory, PERIOD)) {
            String first = hash(platforms, "mine").orElseThrow();
            BackupPlugin plugin = platforms.find("mine").orElseThrow();

            write("other.yaml", "Other");
            await().until(() -> platforms.find("other").isPresent());
            assertThat(hash(platforms, "mine")).contains(first);

            write("mine.yaml", "Mine, but changed");
            await().until(() -> !hash(platforms, "mine").orElseThrow().equals(first));
            String second = hash(platforms, "mine").orElseThrow();
            assertThat(platforms.find("mine").orElseThrow()).isNotSameAs(plugin);

            Files.writeString(directory.resolve("broken.yaml"), "key: broken\npromt: x\n");
            await().during(PERIOD.multipliedBy(6))
                    .until(() -> hash(platforms, "mine").orElseThrow().equals(second)
                            && platforms.find("other").isPresent()
                            && platforms.find("broken").isEmpty());

            Files.delete(directory.resolve("broken.yaml"));
            Files.delete(directory.resolve("other.yaml"));
            await().until(() -> platforms.find("other").isEmpty());
            assertThat(platforms.find("ios")).isPresent();
        }
    }

    private void write(String file, String name) throws IOException {
        String key = file.substring(0, file.indexOf('.'));
        Files.writeString(directory.resolve(file), """
                key: %s
                extends: cisco-ios
                display_name: %s
                """.formatted(key, name));
    }

    private static Optional<String> hash(WatchedPlatforms platforms, String key) {
        return platforms.announced().stream()
                .filter(platform -> platform.key().equals(key))
                .map(AnnouncedPlatform::hash)
                .findFirst();
    }
}
