package io.zonekeeper.orchestrator.imports;

import java.util.List;
import java.util.Map;

/**
 * What a file says, row by row.
 *
 * @param columns the columns read, by the names of our fields
 * @param ignored columns that are not read
 * @param errors of rows that could not even be read
 * @param notes sentences on what is not taken over
 */
record ImportedFile(
        Map<String, String> columns,
        List<String> ignored,
        List<ImportRow> rows,
        List<ImportReport.RowError> errors,
        List<String> notes) {}
