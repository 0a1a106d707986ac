package io.zonekeeper.orchestrator.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import io.zonekeeper.orchestrator.device.DeviceSearch;
import io.zonekeeper.orchestrator.device.PlatformParameters;
import io.zonekeeper.orchestrator.device.Tags;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes devices as the CSV that {@link DeviceImport} reads, safe to open with a spreadsheet. Thread-safe. */
@Component
public class DeviceExport {

    private final DeviceSearch search;

    DeviceExport(DeviceSearch search) {
        this.search = search;
    }

    /**
     * By group and name, in UTF-8.
     *
     * @return how many devices were written
     */
    public int write(Scope scope, DeviceFilter filter, OutputStream out) throws IOException {
        int[] written = {0};
        CsvWriter csv = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
        csv.writeRecord(
                Arrays.stream(ImportField.values()).map(ImportField::wireName).toList());
        search.each(scope, filter, device -> {
            csv.writeRecord(cells(device));
            written[0]++;
        });
        csv.flush();
        return written[0];
    }

    private static List<String> cells(Device device) {
        return Arrays.stream(ImportField.values())
                .map(field -> SpreadsheetCell.write(cell(device, field)))
                .toList();
    }

    private static String cell(Device device, ImportField field) {
        return switch (field) {
            case GROUP -> device.group().value();
            case NAME -> device.name();
            case ADDRESS -> device.address();
            case PORT -> text(device.port());
            case PLATFORM -> device.platform();
            case CREDENTIAL -> text(device.credential());
            case TAGS -> Tags.join(device.tags());
            case ENABLED -> Boolean.toString(device.enabled());
            case PARAMETERS -> PlatformParameters.write(device.parameters());
            case LIMIT_SECONDS -> text(device.limitSeconds());
            case MAX_BYTES -> text(device.maxBytes());
        };
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
