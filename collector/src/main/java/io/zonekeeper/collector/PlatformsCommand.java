package io.zonekeeper.collector;

import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.wire.Heartbeat.AnnouncedPlatform;
import io.zonekeeper.common.wire.Json;
import java.io.PrintStream;
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

    @Option(names = "--json", description = "As a JSON list, as heartbeats carry it.")
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

    @Override
    public Integer call() {
        List<AnnouncedPlatform> announced = platforms(environment).announced();
        if (json) {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(announced));
        } else {
            printTable(announced);
        }
        out.flush();
        return 0;
    }

    private void printTable(List<AnnouncedPlatform> announced) {
        List<List<String>> rows = announced.stream()
                .map(platform -> List.of(
                        platform.key(), shown(platform.vendor()), platform.displayName(), shown(platform.proof())))
                .toList();
        List<String> titles = List.of("KEY", "VENDOR", "NAME", "PROOF");
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
