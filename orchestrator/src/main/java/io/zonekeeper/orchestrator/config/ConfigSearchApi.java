package io.zonekeeper.orchestrator.config;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.PageRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/configs")
class ConfigSearchApi {

    private final ConfigSearch search;
    private final ConfigArchive archive;

    ConfigSearchApi(ConfigSearch search, ConfigArchive archive) {
        this.search = search;
        this.archive = archive;
    }

    /** A part may be empty and still have a {@code next}: go on with it until there is none. */
    @Operation(summary = "Current configurations that contain, or do not contain, something")
    @GetMapping("/search")
    ConfigSearch.Found search(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable String contains,
            @RequestParam(required = false) @Nullable String lacks,
            @RequestParam(defaultValue = "false") boolean regex,
            @RequestParam(name = "match_case", defaultValue = "false") boolean matchCase,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return search.find(
                user.scope(),
                ConfigQuery.of(contains, lacks, regex, matchCase, group),
                PageRequest.of(limit, after, ConfigSearch.SORT_KEY));
    }

    @Operation(summary = "Current configurations as a ZIP file, their secrets masked unless raw is asked for")
    @GetMapping("/archive")
    void archive(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(name = "device_ids", required = false) @Nullable String deviceIds,
            @RequestParam(defaultValue = "false") boolean raw,
            HttpServletResponse response)
            throws IOException {
        ConfigArchive.Selection selection = ConfigArchive.Selection.of(group, deviceIds);
        send(
                user.scope(),
                raw ? archive.revealed(user, selection) : archive.masked(user.scope(), selection),
                selection,
                archive,
                response);
    }

    static void send(
            Scope scope,
            ConfigArchive.Prepared prepared,
            ConfigArchive.Selection selection,
            ConfigArchive archive,
            HttpServletResponse response)
            throws IOException {
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("configurations-%s%s.zip"
                                .formatted(selection.word(), prepared.secrets() ? "-with-secrets" : ""))
                        .build()
                        .toString());
        archive.write(scope, prepared, response.getOutputStream());
    }
}
