package io.zonekeeper.orchestrator.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import io.zonekeeper.orchestrator.idempotency.Idempotent;
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
    @Operation(
            summary = "Bring devices in from a file, or see with dry_run what would become of them",
            description =
                    "The body is the file. `column.FIELD` says which column holds a field where that is not found by itself: "
                            + "`column.address=mgmt`, or its number from 1.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))))
    @Parameter(name = "group", in = ParameterIn.QUERY, description = "The group of new devices whose row names none.")
    @Parameter(
            name = "platform",
            in = ParameterIn.QUERY,
            description = "The platform of new devices whose row names none.")
    @Parameter(
            name = "credential",
            in = ParameterIn.QUERY,
            description = "The credential of devices whose row names none.")
    @Idempotent
    @PostMapping("/api/v1/imports")
    ImportReport start(
            @AuthenticationPrincipal User user,
            @Parameter(hidden = true) @RequestBody(required = false) @Nullable InputStreamResource body,
            @Parameter(description = "csv, or oxidized for the router.db of an Oxidized server.")
                    @RequestParam(defaultValue = "csv")
                    String format,
            @Parameter(
                            description =
                                    "What the file is a list of: a device of this source that it does not list is flagged as gone.")
                    @RequestParam(defaultValue = "import")
                    String source,
            @Parameter(description = "Between the columns of a router.db; a colon without it.")
                    @RequestParam(required = false)
                    @Nullable String delimiter,
            @Parameter(description = "true changes nothing and answers what would change.")
                    @RequestParam(name = "dry_run", defaultValue = "false")
                    boolean dryRun,
            @Parameter(description = "true leaves rows with errors out; nothing is flagged as gone then.")
                    @RequestParam(name = "skip_errors", defaultValue = "false")
                    boolean skipErrors,
            @Parameter(
                            description =
                                    "How many devices may be flagged as gone, where they are so many that it is asked.")
                    @RequestParam(name = "confirm_gone", required = false)
                    @Nullable Integer confirmGone,
            @Parameter(
                            description =
                                    "The `digest` of a dry run; if the file or the inventory has changed since, nothing is done.")
                    @RequestParam(required = false)
                    @Nullable String expected,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters)
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

    @Operation(summary = "The devices as CSV, in the form an import reads")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)))
    @GetMapping("/api/v1/devices/export.csv")
    void export(@AuthenticationPrincipal User user, DeviceFilter filter, HttpServletResponse response)
            throws IOException {
        CsvAnswer.write(export, user.scope(), filter, response);
    }
}
