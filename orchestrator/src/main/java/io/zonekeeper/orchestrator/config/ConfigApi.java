package io.zonekeeper.orchestrator.config;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class ConfigApi {

    private static final MediaType DIFF = new MediaType("text", "x-diff", StandardCharsets.UTF_8);

    private static final int MOST_CONTEXT = 1_000_000;

    private final ConfigVersions versions;
    private final Configurations configurations;

    ConfigApi(ConfigVersions versions, Configurations configurations) {
        this.versions = versions;
        this.configurations = configurations;
    }

    @Operation(summary = "The versions of a device, newest first")
    @GetMapping("/devices/{deviceId}/versions")
    Page<ConfigVersion> versions(
            @AuthenticationPrincipal User user,
            @PathVariable long deviceId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        if (!versions.hasDevice(user.scope(), deviceId)) {
            throw Problem.notFound("Device " + deviceId);
        }
        PageRequest page = PageRequest.byId(limit, after);
        Optional<ConfigVersion> last =
                Optional.ofNullable(page.afterId()).flatMap(id -> versions.find(user.scope(), id));
        List<ConfigVersion> found = versions.ofDevice(user.scope(), deviceId, last, page.fetch());
        return Page.of(found, page, version -> List.of(Long.toString(version.id())));
    }

    @Operation(summary = "The text of a version, its secrets masked unless raw is asked for")
    @GetMapping("/versions/{id}/content")
    ResponseEntity<byte[]> content(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean raw) {
        byte[] content = raw ? configurations.reveal(user, id) : configurations.masked(user.scope(), id);
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("version-%d.txt".formatted(id))
                                .build()
                                .toString())
                .body(content);
    }

    /**
     * Without {@code to} the newest version, without {@code from} the one before {@code to}.
     *
     * @param blanks false leaves lines out that differ in blanks alone
     * @param noise false leaves out what the platform calls volatile
     */
    @Operation(summary = "What differs between two versions of a device, as a unified diff")
    @GetMapping("/devices/{deviceId}/diff")
    ResponseEntity<String> diff(
            @AuthenticationPrincipal User user,
            @PathVariable long deviceId,
            @RequestParam(required = false) @Nullable Long from,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(defaultValue = "3") int context,
            @RequestParam(defaultValue = "true") boolean blanks,
            @RequestParam(defaultValue = "true") boolean noise) {
        if (context < 0) {
            throw Problem.invalid(
                    new FieldError("context", context, "context is %d: use 0 or more lines.".formatted(context)));
        }
        Configurations.Comparison comparison =
                configurations.compare(user.scope(), deviceId, from, to, new DiffOptions(blanks, noise));
        ConfigVersion older = comparison.older();
        ConfigVersion newer = comparison.newer();
        if (older.binary() || newer.binary()) {
            throw Problem.conflict("A binary configuration has no lines to compare: download both versions instead.");
        }
        return ResponseEntity.ok()
                .contentType(DIFF)
                .body(comparison
                        .diff(Math.min(context, MOST_CONTEXT))
                        .unified(
                                "version %d, %s".formatted(older.id(), older.collectedAt()),
                                "version %d, %s".formatted(newer.id(), newer.collectedAt())));
    }
}
