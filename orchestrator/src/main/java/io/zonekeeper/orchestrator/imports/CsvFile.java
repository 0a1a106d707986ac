package io.zonekeeper.orchestrator.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads CSV as RFC 4180 has it, with a header, and the separator the header shows. */
final class CsvFile {

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int LONGEST_CELL = 4000;

    /**
     * @param wanted names or numbers of columns by the names of our fields
     * @throws Problem 422 if the file has no rows, breaks, or lacks a column
     */
    static ImportedFile read(String text, Map<String, String> wanted) {
        List<CsvRecord> records = records(text);
        if (records.isEmpty()) {
            throw refused("file", null, "The file has no rows: give one with a header and a device a row.");
        }
        List<String> header = records.getFirst().getFields();
        Map<ImportField, Integer> columns = HeaderColumns.find(header, wanted);
        List<ImportRow> rows = new ArrayList<>(records.size());
        List<ImportReport.RowError> errors = new ArrayList<>();
        for (CsvRecord record : records.subList(1, records.size())) {
            if (record.getFieldCount() != header.size()) {
                errors.add(new ImportReport.RowError(
                        record.getStartingLineNumber(),
                        null,
                        null,
                        "The row has %d values and the header %d: check the separators and quotes in it."
                                .formatted(record.getFieldCount(), header.size())));
            } else {
                row(record, header, columns, rows, errors);
            }
        }
        Map<String, String> read = new LinkedHashMap<>();
        columns.forEach((field, at) -> read.put(field.wireName(), header.get(at)));
        Set<Integer> used = new HashSet<>(columns.values());
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (!used.contains(i)) {
                ignored.add(header.get(i));
            }
        }
        return new ImportedFile(read, ignored, rows, errors, List.of());
    }

    private static void row(
            CsvRecord record,
            List<String> header,
            Map<ImportField, Integer> columns,
            List<ImportRow> rows,
            List<ImportReport.RowError> errors) {
        Map<ImportField, String> cells = new EnumMap<>(ImportField.class);
        int errorsBefore = errors.size();
        columns.forEach((field, at) -> {
            String cell = SpreadsheetCell.read(record.getField(at)).strip();
            if (cell.length() > LONGEST_CELL) {
                errors.add(new ImportReport.RowError(
                        record.getStartingLineNumber(),
                        header.get(at),
                        null,
                        "The value has %,d characters: use at most %,d. Is a quote before it not closed?"
                                .formatted(cell.length(), LONGEST_CELL)));
            } else if (field != ImportField.PARAMETERS && cell.chars().anyMatch(c -> c == '\n' || c == '\r')) {
                errors.add(new ImportReport.RowError(
                        record.getStartingLineNumber(),
                        header.get(at),
                        cell,
                        "The value goes over several lines: write it in one. Is a quote before it not closed?"));
            } else {
                cells.put(field, cell);
            }
        });
        if (errors.size() == errorsBefore) {
            rows.add(new ImportRow(record.getStartingLineNumber(), cells));
        }
    }

    private static List<CsvRecord> records(String text) {
        try {
            return CsvReader.builder()
                    .fieldSeparator(separator(text))
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .allowUnclosedQuote(false)
                    .trimWhitespacesAroundQuotes(true)
                    .ofCsvRecord(text)
                    .stream()
                    .filter(record -> record.getFields().stream().anyMatch(cell -> !cell.isBlank()))
                    .toList();
        } catch (CsvParseException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw refused("file", null, "The file is no CSV: %s. Is a quote in it not closed?".formatted(reason));
        }
    }

    /** The one the first line has most of; a comma where it has none. */
    private static char separator(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        char best = ',';
        long most = 0;
        for (char separator : SEPARATORS) {
            long count = first.chars().filter(c -> c == separator).count();
            if (count > most) {
                most = count;
                best = separator;
            }
        }
        return best;
    }

    static Problem refused(String field, @Nullable String value, String sentence) {
        return Problem.invalid(new FieldError(field, value, sentence));
    }

    private CsvFile() {}
}
