package io.zonekeeper.orchestrator.credential;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/credentials")
class CredentialController {

    private final Credentials credentials;
    private final CredentialAdministration administration;

    CredentialController(Credentials credentials, CredentialAdministration administration) {
        this.credentials = credentials;
        this.administration = administration;
    }

    @Operation(summary = "Credentials without their secrets, by name")
    @GetMapping
    Page<Credential> list(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return credentials.list(user.scope(), PageRequest.byText(limit, after));
    }

    @Operation(summary = "A credential without its secrets")
    @GetMapping("/{id}")
    Credential get(@AuthenticationPrincipal User user, @PathVariable long id) {
        return credentials.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Credential " + id));
    }

    @Operation(summary = "Add a credential")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Credential create(@AuthenticationPrincipal User user, @RequestBody CredentialForm form) {
        return administration.create(user, form);
    }

    @Operation(summary = "Change a credential; null takes a secret away")
    @PatchMapping("/{id}")
    Credential change(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestBody @Schema(implementation = CredentialForm.class) ObjectNode change) {
        return administration.change(user, id, change);
    }

    @Operation(summary = "Replace a credential's secrets")
    @PostMapping("/{id}/rotate")
    Credential rotate(@AuthenticationPrincipal User user, @PathVariable long id, @RequestBody NewSecrets secrets) {
        return administration.rotate(user, id, secrets);
    }

    @Operation(summary = "Use a credential again that refusals paused")
    @PostMapping("/{id}/resume")
    Credential resume(@AuthenticationPrincipal User user, @PathVariable long id) {
        return administration.resume(user, id);
    }

    @Operation(summary = "Delete a credential no device uses")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal User user, @PathVariable long id) {
        administration.delete(user, id);
    }
}
