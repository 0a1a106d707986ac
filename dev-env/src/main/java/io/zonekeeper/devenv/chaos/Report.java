package io.zonekeeper.devenv.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What came of all trials: a table as they end, and a JSON file. */
final class Report {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final List<Map<String, Object>> trials = new ArrayList<>();
    private boolean good = true;

    Report(Path file) {
        this.file = file;
    }

    void header() {
        System.out.printf(
                "%-20s %-18s %-3s %-8s %-44s %s%n", "fault", "without", "run", "seconds", "at that moment", "");
    }

    /** @param asExpected whether what had to hold held, or what had to fail failed */
    void add(Trial trial, boolean asExpected) throws IOException {
        good &= asExpected;
        System.out.printf(
                Locale.ROOT,
                "%-20s %-18s %-3d %-8s %-44s %s%s%n",
                trial.fault(),
                trial.unsafe().isEmpty() ? "-" : trial.unsafe(),
                trial.number(),
                trial.seconds() < 0 ? "-" : String.format(Locale.ROOT, "%.1f", trial.seconds()),
                trial.moment(),
                asExpected ? "as expected" : "NOT AS EXPECTED",
                trial.holds() ? "" : ": " + String.join("; ", trial.broken()));
        trials.add(Map.of(
                "fault", trial.fault(),
                "unsafe", trial.unsafe(),
                "run", trial.number(),
                "seed", trial.seed(),
                "moment", trial.moment(),
                "seconds", trial.seconds(),
                "as_expected", asExpected,
                "broken", trial.broken()));
        Files.writeString(file, JSON.writeValueAsString(Map.of("good", good, "trials", trials)));
    }

    boolean isGood() {
        return good;
    }
}
