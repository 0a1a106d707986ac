package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.common.platform.PlatformNames;
import io.zonekeeper.orchestrator.oxidized.OxidizedConfig;
import io.zonekeeper.orchestrator.oxidized.OxidizedConfigException;
import io.zonekeeper.orchestrator.oxidized.RouterDb;
import io.zonekeeper.orchestrator.oxidized.RouterDbLine;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads an Oxidized {@code router.db}. User names and passwords in it stay in it. */
final class OxidizedFile {

    private static final Map<ImportField, String> OXIDIZED_NAMES = Map.of(
            ImportField.NAME, "name",
            ImportField.ADDRESS, "ip",
            ImportField.PLATFORM, "model",
            ImportField.GROUP, "group",
            ImportField.PORT, "ssh_port");

    /**
     * @param wanted numbers of columns, from 1, by the names of our fields; empty for the usual ones of Oxidized
     * @param delimiter null for a colon
     * @throws Problem 422 if a number is none
     */
    static ImportedFile read(
            String text, Map<String, String> wanted, @Nullable String delimiter, PlatformNames platforms) {
        List<String> columns = columns(wanted);
        List<ImportRow> rows = new ArrayList<>();
        List<ImportReport.RowError> errors = new ArrayList<>();
        TreeSet<String> notes = new TreeSet<>();
        for (RouterDbLine line : RouterDb.read(text, config(columns, delimiter), platforms)) {
            switch (line) {
                case RouterDbLine.Device device -> rows.add(row(device, notes));
                case RouterDbLine.Refused refused ->
                    errors.add(new ImportReport.RowError(
                            refused.number(), null, refused.name(), String.join(" ", refused.reasons())));
            }
        }
        return new ImportedFile(named(columns), List.of(), rows, errors, List.copyOf(notes));
    }

    private static OxidizedConfig config(List<String> columns, @Nullable String delimiter) {
        try {
            return OxidizedConfig.ofColumns(
                    delimiter == null || delimiter.isEmpty() ? OxidizedConfig.USUAL_DELIMITER : delimiter, columns);
        } catch (OxidizedConfigException e) {
            throw CsvFile.refused("column.name", null, String.valueOf(e.getMessage()));
        }
    }

    private static List<String> columns(Map<String, String> wanted) {
        FieldErrors errors = new FieldErrors();
        List<String> columns = new ArrayList<>();
        wanted.forEach((name, column) -> {
            String oxidized =
                    ImportField.ofWireName(name).map(OXIDIZED_NAMES::get).orElse(null);
            if (column.isBlank()) {
                return;
            }
            if (oxidized == null || !column.strip().matches("[1-9][0-9]?")) {
                errors.add(
                        "column." + name,
                        column,
                        oxidized == null
                                ? "A router.db has no column for %s: leave it out.".formatted(name)
                                : "\"%s\" is no column of a router.db: give its number, from 1.".formatted(column));
                return;
            }
            int at = Integer.parseInt(column.strip()) - 1;
            while (columns.size() <= at) {
                columns.add("");
            }
            columns.set(at, oxidized);
        });
        errors.throwIfAny();
        return columns.isEmpty() ? OxidizedConfig.USUAL_COLUMNS : columns;
    }

    private static Map<String, String> named(List<String> columns) {
        Map<String, String> named = new LinkedHashMap<>();
        OXIDIZED_NAMES.forEach((field, name) -> {
            int at = columns.indexOf(name);
            if (at >= 0) {
                named.put(field.wireName(), "column %d".formatted(at + 1));
            }
        });
        return named;
    }

    private static ImportRow row(RouterDbLine.Device device, TreeSet<String> notes) {
        Map<ImportField, String> cells = new EnumMap<>(ImportField.class);
        cells.put(ImportField.NAME, device.name());
        cells.put(ImportField.ADDRESS, device.address());
        cells.put(ImportField.PLATFORM, device.platform());
        if (device.group() != null) {
            cells.put(ImportField.GROUP, device.group());
        }
        if (device.port() != 0) {
            cells.put(ImportField.PORT, Integer.toString(device.port()));
        }
        if (device.transport() != null) {
            cells.put(ImportField.PARAMETERS, "transport=" + device.transport());
        }
        notes.addAll(device.notes());
        if (device.username() != null || device.password() != null) {
            notes.add("User names and passwords are not taken over: choose a credential for the devices.");
        }
        return new ImportRow(device.number(), cells);
    }

    private OxidizedFile() {}
}
