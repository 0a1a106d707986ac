package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ImportController {

    private final DeviceImport imports;
    private final DeviceExport export;

    ImportController(DeviceImport imports, DeviceExport export) {
        this.imports = imports;
        this.export = export;
    }

    /** @param parameters of these, {@code column.NAME} and the names of fields with a default */
    @PostMapping("/api/v1/imports")
    ImportReport start(
            @AuthenticationPrincipal User user,
            @RequestBody(required = false) @Nullable InputStreamResource body,
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "import") String source,
            @RequestParam(required = false) @Nullable String delimiter,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestParam(name = "skip_errors", defaultValue = "false") boolean skipErrors,
            @RequestParam(name = "confirm_gone", required = false) @Nullable Integer confirmGone,
            @RequestParam(required = false) @Nullable String expected,
            @RequestParam Map<String, String> parameters)
            throws IOException {
        return imports.run(
                user.name(),
                user.scope(),
                new ImportRequest(
                        body == null ? new byte[0] : body.getInputStream().readNBytes(FileText.MOST_BYTES + 1),
                        ImportFormat.require(format),
                        source,
                        ImportParameters.columns(parameters),
                        delimiter,
                        ImportParameters.defaults(parameters),
                        dryRun,
                        skipErrors,
                        confirmGone,
                        expected));
    }

    @GetMapping("/api/v1/devices/export.csv")
    void export(@AuthenticationPrincipal User user, DeviceFilter filter, HttpServletResponse response)
            throws IOException {
        CsvAnswer.write(export, user.scope(), filter, response);
    }
}
