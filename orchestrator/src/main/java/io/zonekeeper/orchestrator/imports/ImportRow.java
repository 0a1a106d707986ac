package io.zonekeeper.orchestrator.imports;

import java.util.Map;

/**
 * A row of a file: what is said of one device. A field without an entry has no column; one with an empty entry has, and it is empty.
 *
 * @param line where it begins in the file, from 1
 */
record ImportRow(long line, Map<ImportField, String> cells) {

    ImportRow {
        cells = Map.copyOf(cells);
    }

    boolean has(ImportField field) {
        return cells.containsKey(field);
    }

    /** Empty where there is none. */
    String cell(ImportField field) {
        return cells.getOrDefault(field, "");
    }
}
