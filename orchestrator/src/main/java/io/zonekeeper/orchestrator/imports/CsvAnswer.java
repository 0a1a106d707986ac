package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;

/** Devices as a file to save. */
final class CsvAnswer {

    static void write(DeviceExport export, Scope scope, DeviceFilter filter, HttpServletResponse response)
            throws IOException {
        DeviceFilter checked = filter.checked();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"devices.csv\"");
        export.write(scope, checked, response.getOutputStream());
    }

    private CsvAnswer() {}
}
