package io.zonekeeper.devenv.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What came of all trials: a table as they end, and a JSON file. */
final class Report {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String LINE = "%-18s %-24s %3s  %8s  %-42s %s%n";

    private final Path file;
    private final long seed;
    private final long started = System.nanoTime();
    private final List<Map<String, Object>> trials = new ArrayList<>();
    private final TreeSet<String> faults = new TreeSet<>();
    private int runs;
    private int controls;
    private int surprises;

    Report(Path file, long seed) {
        this.file = file;
        this.seed = seed;
    }

    void header() {
        System.out.printf("seed %d%n%n", seed);
        System.out.printf(LINE, "fault", "without protection", "run", "s to end", "at that moment", "result");
    }

    /** @param asExpected whether what had to hold held, or what had to fail failed */
    void add(Trial trial, boolean asExpected) throws IOException {
        boolean control = !trial.unsafe().isEmpty();
        faults.add(trial.fault());
        if (control) {
            controls++;
        } else {
            runs++;
        }
        surprises += asExpected ? 0 : 1;
        System.out.printf(
                Locale.ROOT,
                LINE,
                trial.fault(),
                control ? trial.unsafe() : "",
                trial.number(),
                trial.seconds() < 0 ? "-" : String.format(Locale.ROOT, "%.1f", trial.seconds()),
                trial.moment(),
                result(trial, control, asExpected));
        if (!asExpected) {
            trial.broken().forEach(broken -> System.out.printf("    %s%n", broken));
        }
        System.out.flush();
        trials.add(Map.of(
                "fault", trial.fault(),
                "unsafe", trial.unsafe(),
                "run", trial.number(),
                "moment", trial.moment(),
                "seconds_to_end", trial.seconds(),
                "as_expected", asExpected,
                "broken", trial.broken()));
        Files.writeString(
                file,
                JSON.writeValueAsString(Map.of(
                        "seed", seed, "good", isGood(), "seconds", elapsed().toSeconds(), "trials", trials)));
    }

    private static String result(Trial trial, boolean control, boolean asExpected) {
        if (!control) {
            return asExpected ? "holds" : "BROKEN";
        }
        return asExpected
                ? "fails, as it must: " + String.join(", ", trial.brokenInvariants())
                : "NOT SEEN: the check is blind";
    }

    void end() {
        System.out.printf(
                "%n%d faults, %d runs, %d controls in %d min %d s: %s%nThe report is in %s%n",
                faults.size(),
                runs,
                controls,
                elapsed().toMinutes(),
                elapsed().toSecondsPart(),
                isGood() ? "all as expected." : "%d not as expected.".formatted(surprises),
                file);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    boolean isGood() {
        return surprises == 0;
    }
}
