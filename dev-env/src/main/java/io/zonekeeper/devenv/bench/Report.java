package io.zonekeeper.devenv.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures of all scenarios as a table and as JSON. */
final class Report {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final boolean quick;
    private final Map<String, Figures> scenarios = new LinkedHashMap<>();

    Report(boolean quick) {
        this.quick = quick;
    }

    void add(String scenario, Figures figures) {
        scenarios.put(scenario, figures);
    }

    String table() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"scenario", "figure", "median", "least", "most", "runs"});
        scenarios.forEach((scenario, figures) -> figures.values()
                .forEach((name, values) -> rows.add(new String[] {
                    scenario,
                    name,
                    number(Figures.median(values)),
                    number(Collections.min(values)),
                    number(Collections.max(values)),
                    Integer.toString(values.size())
                })));
        int[] widths = new int[rows.getFirst().length];
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        StringBuilder table = new StringBuilder();
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                table.append("%%%s%ds  ".formatted(i < 2 ? "-" : "", widths[i]).formatted(row[i]));
            }
            table.append('\n');
        });
        return table.toString();
    }

    void write(Path file) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("at", Instant.now().toString());
        content.put("quick", quick);
        content.put("processors", Runtime.getRuntime().availableProcessors());
        content.put("java", System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.version"));
        content.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        Map<String, Object> byScenario = new LinkedHashMap<>();
        scenarios.forEach((scenario, figures) -> byScenario.put(scenario, figures.values()));
        content.put("scenarios", byScenario);
        Files.write(file, JSON.writeValueAsBytes(content));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
