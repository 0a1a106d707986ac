package io.zonekeeper.common.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of a process's settings is the settings; a module's test extends this and names both. */
public abstract class ReadmeSettings {

    private final String process;
    private final List<Setting> settings;

    protected ReadmeSettings(String process, List<Setting> settings) {
        this.process = process;
        this.settings = List.copyOf(settings);
    }

    @Test
    void readmeListsEverySettingAsItIs() throws IOException {
        Path readme = Path.of("..", "README.md");
        assertThat(Files.readString(readme)).contains(table());
    }

    private String table() {
        return "| %s | default | fallback names | what it is |%n|---|---|---|---|%n".formatted(process)
                + settings.stream().map(ReadmeSettings::row).collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        String fallbacks =
                setting.fallbacks().stream().map(ReadmeSettings::code).collect(Collectors.joining(", "));
        String defaultValue = setting.defaultValue();
        return "| %s | %s | %s | %s |%n"
                .formatted(
                        code(setting.name()),
                        defaultValue == null || defaultValue.isEmpty() ? "" : code(defaultValue),
                        fallbacks,
                        setting.description());
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
