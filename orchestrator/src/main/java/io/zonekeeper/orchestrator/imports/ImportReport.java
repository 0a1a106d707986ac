package io.zonekeeper.orchestrator.imports;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an import does, or would do. Lists end after 500 entries; the counts do not.
 *
 * @param applied false for a dry run
 * @param digest of all of it, to be given back when it is applied
 * @param columns the columns read, by the names of our fields
 * @param ignoredColumns those that are not read
 * @param unchanged devices that are as the file says
 * @param confirmGone to be given back before so many devices are flagged as gone; null if it need not be
 * @param notes sentences on what is not taken over
 */
public record ImportReport(
        boolean applied,
        String source,
        String digest,
        Map<String, String> columns,
        List<String> ignoredColumns,
        int rows,
        Counts counts,
        @Nullable Integer confirmGone,
        List<Created> created,
        List<Changed> changed,
        List<Gone> gone,
        List<RowError> errors,
        List<String> notes) {

    static final int LISTED = 500;

    public ImportReport {
        created = first(created);
        changed = first(changed);
        gone = first(gone);
        errors = first(errors);
    }

    /** Rows have errors, and are not to be left out. */
    public boolean lacksSkipErrors(ImportRequest request) {
        return counts.errors() > 0 && !request.skipErrors();
    }

    /** As many would be flagged as gone as have to be confirmed, and were not. */
    public boolean lacksConfirmation(ImportRequest request) {
        return counts.errors() == 0 && confirmGone != null && !confirmGone.equals(request.confirmGone());
    }

    private static <T> List<T> first(List<T> list) {
        return List.copyOf(list.subList(0, Math.min(LISTED, list.size())));
    }

    /**
     * @param back devices flagged as gone before that the file lists again; they count as changed or unchanged too
     * @param stillGone flagged before, and not in this file either
     */
    public record Counts(int created, int changed, int unchanged, int back, int gone, int stillGone, int errors) {}

    public record Created(long line, String group, String name, String address, String platform) {}

    /** @param fields what changes; each with its value before and after, empty for none */
    public record Changed(long line, long id, String group, String name, List<FieldChange> fields) {}

    public record FieldChange(String field, String before, String after) {}

    public record Gone(long id, String group, String name) {}

    /**
     * A row that cannot be taken over.
     *
     * @param column as the file calls it; null where it is about the whole row
     * @param value null where it is about the whole row
     * @param message says why, and what helps
     */
    public record RowError(
            long line, @Nullable String column, @Nullable String value, String message) {}
}
