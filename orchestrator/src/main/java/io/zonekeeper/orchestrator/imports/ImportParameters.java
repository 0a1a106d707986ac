package io.zonekeeper.orchestrator.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What requests say about a file, in one flat list of parameters. */
public final class ImportParameters {

    static final String COLUMN = "column.";
    static final List<String> DEFAULTS = List.of("group", "platform", "credential");

    static Map<String, String> columns(Map<String, String> parameters) {
        Map<String, String> columns = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(COLUMN) && !value.isBlank()) {
                columns.put(name.substring(COLUMN.length()), value.strip());
            }
        });
        return columns;
    }

    /** Values for new devices whose row has none, by the names of our fields; blank ones are none. */
    public static Map<String, String> defaults(Map<String, String> parameters) {
        Map<String, String> defaults = new LinkedHashMap<>();
        DEFAULTS.stream()
                .filter(name -> !parameters.getOrDefault(name, "").isBlank())
                .forEach(name ->
                        defaults.put(name, parameters.getOrDefault(name, "").strip()));
        return defaults;
    }

    private ImportParameters() {}
}
