package io.zonekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.common.setting.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckDefinitionCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theExampleInTheDocumentationIsValid() throws IOException {
        String readme;
        try (InputStream in = Objects.requireNonNull(Platforms.class.getResourceAsStream("/platforms/README.md"))) {
            readme = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        int start = readme.indexOf("```yaml\n") + "```yaml\n".length();
        String example = readme.substring(start, readme.indexOf("```", start));

        assertThat(check(Map.of(), file("example.yaml", example))).as(err()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "%s: the definition of \"example-os\" is valid.\n".formatted(folder.resolve("example.yaml")));
    }

    @Test
    void tellsEveryMistakeWithItsFileAndLine() throws IOException {
        Path file = file("mine.yaml", """
                key: Mine
                transports: [ssh-shell]
                promtp: '#'
                """);
        assertThat(check(Map.of(), file)).isOne();
        assertThat(err()).isEqualTo(file + ":3: A definition has no key \"promtp\": did you mean \"prompt\"?\n");

        err.reset();
        Path other = file("other.yaml", """
                key: Mine
                transports: [ssh-shell]
                prompt: '('
                commands: [show version]
                """);
        assertThat(check(Map.of(), other)).isOne();
        assertThat(err().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith(other + ":1: The key \"Mine\" is not valid"))
                .anyMatch(line -> line.startsWith(other + ":3: \"prompt\" is no pattern RE2 can read"))
                .anyMatch(line -> line.startsWith(other + ":4: No command has \"role: config\""));
    }

    @Test
    void aDefinitionMayExtendOneOfTheOperatorsDirectory() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("own"));
        Files.writeString(directory.resolve("base.yaml"), "key: base\nextends: cisco-ios\n");
        Path file = file("mine.yaml", "key: mine\nextends: base\n");

        assertThat(check(Map.of(), file)).isOne();
        assertThat(check(Map.of("ZONEKEEPER_PLATFORMS_DIR", directory.toString()), file))
                .isZero();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertThat(check(Map.of(), folder.resolve("absent.yaml"))).isOne();
        assertThat(err()).contains("absent.yaml cannot be read (NoSuchFileException)");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private int check(Map<String, String> environment, Path file) {
        return new CommandLine(new CheckDefinitionCommand(
                        new Environment(environment),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)))
                .execute(file.toString());
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
