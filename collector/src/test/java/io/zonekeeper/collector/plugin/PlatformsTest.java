package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.common.platform.DefinitionException;
import io.zonekeeper.common.platform.PlatformNames;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.wire.Heartbeat.AnnouncedPlatform;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformsTest {

    @TempDir
    Path directory;

    @Test
    void theIndexNamesEveryDefinitionOnce() throws IOException, URISyntaxException {
        Path index = Path.of(Objects.requireNonNull(Platforms.class.getResource("/platforms/index"))
                .toURI());
        try (Stream<Path> files = Files.list(Objects.requireNonNull(index.getParent()))) {
            List<String> definitions = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(Files.readAllLines(index)).isEqualTo(definitions);
        }
    }

    @Test
    void findsAPlatformByTheNamesOtherSystemsUse() {
        Platforms platforms = Platforms.builtIn();

        assertThat(Stream.of(
                        "cisco-ios", "ios", "iosxe", "Cisco_XE", "junos", "mikrotik_routeros", "ros", "linux", "noop"))
                .allMatch(name -> platforms.find(name).isPresent());
        assertThat(platforms.find("no-such-platform")).isEmpty();
    }

    @Test
    void announcesEachWithItsHashAndProof() {
        assertThat(Platforms.builtIn().announced())
                .extracting(AnnouncedPlatform::key)
                .contains("cisco-ios", "junos", "linux", "noop", "routeros")
                .isSorted();
        assertThat(Platforms.builtIn().announced())
                .allSatisfy(platform -> assertThat(platform.hash()).matches("[0-9a-f]{64}"))
                .anySatisfy(platform -> assertThat(platform.proof()).isEqualTo("recorded"));
    }

    @Test
    void theNamesOthersKnowAreThoseOfTheDefinitions() {
        PlatformNames names = PlatformNames.builtIn();

        assertThat(names.lines())
                .as("common/src/main/resources/io/zonekeeper/common/platform/names")
                .isEqualTo(names.with(Platforms.builtIn().announced()).lines());
        assertThat(names.lines()).hasSameSizeAs(Platforms.builtIn().announced());
    }

    @Test
    void anOperatorAddsAPlatformByAFile() throws IOException {
        Files.writeString(directory.resolve("mine.yaml"), """
                key: mine
                extends: cisco-ios
                display_name: Mine
                """);
        Files.writeString(directory.resolve("notes.txt"), "not: a definition");

        Platforms platforms = Platforms.load(directory);

        assertThat(platforms.find("mine")).isPresent();
        assertThat(platforms.find("ios")).isPresent();
    }

    @Test
    void anOperatorReplacesABuiltInByItsKey() throws IOException {
        Files.writeString(directory.resolve("junos.yaml"), """
                key: junos
                transports: [ssh-exec]
                commands: [{text: show configuration, role: config}]
                """);

        Platforms platforms = Platforms.load(directory);

        assertThat(platforms.definition("junos").orElseThrow().commands()).hasSize(1);
        assertThat(platforms.announced()).hasSameSizeAs(Platforms.builtIn().announced());
    }

    @Test
    void tellsTheFileAndTheLineOfAMistake() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.yaml"), "key: mine\npromt: x\n");

        assertThatThrownBy(() -> Platforms.load(directory))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(file + ":2: A definition has no key \"promt\": did you mean \"prompt\"?");
    }

    @Test
    void saysThatTheDirectoryIsMissing() {
        assertThatThrownBy(() -> Platforms.load(directory.resolve("absent")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("absent cannot be read (NoSuchFileException)");
    }

    @Test
    void theKeyNoopCannotBeTaken() throws IOException {
        Files.writeString(directory.resolve("noop.yaml"), "key: noop\nextends: cisco-ios\n");

        assertThatThrownBy(() -> Platforms.load(directory)).hasMessageContaining("noop");
    }
}
