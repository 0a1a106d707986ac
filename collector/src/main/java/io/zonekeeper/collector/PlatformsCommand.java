package io.zonekeeper.collector;

import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code platforms}: what this collector can back up, with the operator's own definitions. */
@Command(
        name = "platforms",
        description = "Lists the platforms this collector can back up, those of ZONEKEEPER_PLATFORMS_DIR included.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PlatformsCommand implements Callable<Integer> {

    private static final String GAP = "  ";

    private final Environment environment;
    private final PrintStream out;

    @Option(names = "--json", description = "As a JSON list.")
    private boolean json;

    PlatformsCommand() {
        this(Environment.ofProcess(), System.out);
    }

    PlatformsCommand(Environment environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** The built-in platforms, and an operator's own if there are any. */
    static Platforms platforms(Environment environment) {
        return environment
                .find(CollectorSettings.PLATFORMS_DIR)
                .map(Path::of)
                .map(Platforms::load)
                .orElseGet(Platforms::builtIn);
    }

    /** The same with one more. */
    static Platforms platforms(Environment environment, DefinitionFile file) {
        return environment
                .find(CollectorSettings.PLATFORMS_DIR)
                .map(directory -> Platforms.load(Path.of(directory), file))
                .orElseGet(() -> Platforms.with(file));
    }

    /** @throws SettingException if it cannot be read */
    static DefinitionFile definition(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return DefinitionFile.read(in, file.toString());
        } catch (IOException | UncheckedIOException e) {
            throw new SettingException(
                    "The definition %s cannot be read (%s): name a file that exists and that you may read."
                            .formatted(file, e.getClass().getSimpleName()),
                    e);
        }
    }

    /**
     * A platform as it is listed.
     *
     * @param aliases names other systems use for it
     */
    record Listed(
            String key,
            @Nullable String vendor,
            String displayName,
            @Nullable String proof,
            String hash,
            List<String> aliases) {}

    static List<Listed> list(Platforms platforms) {
        return platforms.announced().stream()
                .map(platform -> new Listed(
                        platform.key(),
                        platform.vendor(),
                        platform.displayName(),
                        platform.proof(),
                        platform.hash(),
                        platform.aliases()))
                .toList();
    }

    @Override
    public Integer call() {
        List<Listed> listed = list(platforms(environment));
        if (json) {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(listed));
        } else {
            printTable(listed);
        }
        out.flush();
        return 0;
    }

    private void printTable(List<Listed> listed) {
        List<List<String>> rows = listed.stream()
                .map(platform -> List.of(
                        platform.key(),
                        shown(platform.vendor()),
                        platform.displayName(),
                        shown(platform.proof()),
                        String.join(", ", platform.aliases())))
                .toList();
        List<String> titles = List.of("KEY", "VENDOR", "NAME", "PROOF", "ALIASES");
        int[] widths = new int[titles.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = rows.stream()
                    .mapToInt(row -> row.get(at).length())
                    .reduce(titles.get(column).length(), Math::max);
        }
        printRow(titles, widths);
        rows.forEach(row -> printRow(row, widths));
    }

    private void printRow(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        out.println(line.toString().stripTrailing());
    }

    private static String shown(@Nullable String value) {
        return value == null ? "-" : value;
    }
}
