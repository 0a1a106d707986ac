package io.zonekeeper.orchestrator.imports;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of devices, and how it is to be understood.
 *
 * @param file its bytes; up to 16 MiB and 50,000 devices
 * @param source what the devices come from: a device of this source that the file does not list is flagged as gone
 * @param columns names of columns by the names of our fields, where they are not found by themselves; the number of a column, from 1,
 *     will do
 * @param delimiter between the columns of a {@code router.db}; null for a colon
 * @param defaults values by the names of our fields, for new devices whose row has none: group, platform, credential
 * @param dryRun true changes nothing
 * @param skipErrors true takes over the rows without errors; nothing is flagged as gone then
 * @param confirmGone how many devices may be flagged as gone, where they are so many that it is asked; null for not asked yet
 * @param expected the digest of the report the user was shown; null if it does not matter. With another one nothing is done
 */
public record ImportRequest(
        byte[] file,
        ImportFormat format,
        String source,
        Map<String, String> columns,
        @Nullable String delimiter,
        Map<String, String> defaults,
        boolean dryRun,
        boolean skipErrors,
        @Nullable Integer confirmGone,
        @Nullable String expected) {

    public ImportRequest {
        columns = Map.copyOf(columns);
        defaults = Map.copyOf(defaults);
    }

    @Override
    public String toString() {
        return "ImportRequest[%d bytes of %s for %s]".formatted(file.length, format, source);
    }
}
