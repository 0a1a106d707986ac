package io.zonekeeper.common.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

    private static final Setting COLOUR = Setting.of("ZONEKEEPER_COLOUR", "grey", "The colour of things.")
            .fallingBackTo("DEVICEVAULT_COLOUR", "CELERY_COLOUR");
    private static final Setting NEEDED = Setting.of("ZONEKEEPER_NEEDED", null, "Something needed.");

    @TempDir
    Path folder;

    @Test
    void ownNameComesBeforeItsFileBeforeFallbacksBeforeTheDefault() throws Exception {
        Path file = Files.writeString(folder.resolve("colour"), "green\n");
        Map<String, String> all = Map.of(
                "ZONEKEEPER_COLOUR", "red", "ZONEKEEPER_COLOUR_FILE", file.toString(), "DEVICEVAULT_COLOUR", "blue");
        assertThat(new Environment(all).get(COLOUR)).isEqualTo("red");
        assertThat(new Environment(Map.of("ZONEKEEPER_COLOUR_FILE", file.toString(), "DEVICEVAULT_COLOUR", "blue"))
                        .get(COLOUR))
                .isEqualTo("green");
        assertThat(new Environment(Map.of("CELERY_COLOUR", "pink", "DEVICEVAULT_COLOUR_FILE", file.toString()))
                        .get(COLOUR))
                .isEqualTo("green");
        assertThat(new Environment(Map.of()).get(COLOUR)).isEqualTo("grey");
    }

    @Test
    void missingSettingIsNamedWithTheWayOut() {
        assertThatThrownBy(() -> new Environment(Map.of()).get(NEEDED))
                .isInstanceOf(SettingException.class)
                .hasMessage("ZONEKEEPER_NEEDED is not set: Something needed. Set it, or ZONEKEEPER_NEEDED_FILE to the"
                        + " path of a file that holds it.");
    }

    @Test
    void fileThatCannotBeReadIsNamed() {
        Environment environment = new Environment(Map.of("ZONEKEEPER_NEEDED_FILE", "/nowhere/secret"));
        assertThatThrownBy(() -> environment.get(NEEDED)).hasMessageContaining("/nowhere/secret");
    }

    @Test
    void numbersAndDurationsAreChecked() {
        Environment environment = new Environment(Map.of("ZONEKEEPER_COLOUR", "12x"));
        assertThatThrownBy(() -> environment.number(COLOUR, 1, 10))
                .hasMessage("ZONEKEEPER_COLOUR is \"12x\": write a whole number from 1 to 10.");
        assertThatThrownBy(() -> environment.duration(COLOUR)).hasMessageContaining("write a duration such as");
        assertThatThrownBy(() -> environment.flag(COLOUR)).hasMessageContaining("write true or false");
        assertThat(new Environment(Map.of("ZONEKEEPER_COLOUR", "90s")).duration(COLOUR))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(new Environment(Map.of("ZONEKEEPER_COLOUR", "PT2M")).duration(COLOUR))
                .isEqualTo(Duration.ofMinutes(2));
    }
}
