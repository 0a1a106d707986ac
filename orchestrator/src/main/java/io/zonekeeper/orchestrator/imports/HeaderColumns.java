package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds out which column of a file holds which field. */
final class HeaderColumns {

    /**
     * @param wanted names or numbers of columns by the names of our fields; the others are found by their usual names
     * @throws Problem 422 if a column that is wanted is not there, or is there twice, or none is the name
     */
    static Map<ImportField, Integer> find(List<String> header, Map<String, String> wanted) {
        List<String> plain = header.stream().map(ImportField::plain).toList();
        Map<ImportField, Integer> columns = new EnumMap<>(ImportField.class);
        FieldErrors errors = new FieldErrors();
        wanted.forEach((name, column) -> {
            ImportField field = ImportField.ofWireName(name).orElse(null);
            if (field == null) {
                errors.add("column." + name, column, "There is no field \"%s\" a column could be for.".formatted(name));
            } else if (!column.isBlank()) {
                columns.put(field, wanted(field, column.strip(), header, plain, errors));
            }
        });
        errors.throwIfAny();
        for (ImportField field : ImportField.values()) {
            if (!columns.containsKey(field)) {
                field.names().stream()
                        .filter(plain::contains)
                        .findFirst()
                        .map(plain::indexOf)
                        .filter(at -> !columns.containsValue(at))
                        .ifPresent(at -> columns.put(field, at));
            }
        }
        if (!columns.containsKey(ImportField.NAME)) {
            throw Problem.invalid(new FieldError(
                    "column.name",
                    null,
                    "No column is the name of the device: the file has %s. Call one \"name\", or say which it is."
                            .formatted(listed(header))));
        }
        return columns;
    }

    private static int wanted(
            ImportField field, String column, List<String> header, List<String> plain, FieldErrors errors) {
        int[] places = IntStream.range(0, header.size())
                .filter(at -> header.get(at).strip().equals(column))
                .toArray();
        if (places.length == 0) {
            places = IntStream.range(0, header.size())
                    .filter(at -> plain.get(at).equals(ImportField.plain(column)))
                    .toArray();
        }
        if (places.length == 0 && column.matches("[0-9]{1,4}")) {
            int at = Integer.parseInt(column) - 1;
            places = at >= 0 && at < header.size() ? new int[] {at} : places;
        }
        if (places.length != 1) {
            errors.add(
                    "column." + field.wireName(),
                    column,
                    places.length == 0
                            ? "There is no column \"%s\": the file has %s.".formatted(column, listed(header))
                            : "Column \"%s\" is there %d times: name it by its number instead."
                                    .formatted(column, places.length));
            return 0;
        }
        return places[0];
    }

    private static String listed(List<String> header) {
        String all = String.join(", ", header);
        return all.length() > 200 ? all.substring(0, 200) + " …" : all;
    }

    private HeaderColumns() {}
}
