package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
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

    @GetMapping
    Page<Credential> list(@AuthenticationPrincipal User user) {
        return new Page<>(credentials.all(user.scope()), null);
    }

    @GetMapping("/{id}")
    Credential get(@AuthenticationPrincipal User user, @PathVariable long id) {
        return credentials.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Credential " + id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Credential create(@AuthenticationPrincipal User user, @RequestBody CredentialForm form) {
        return administration.create(user, form);
    }

    @PatchMapping("/{id}")
    Credential change(@AuthenticationPrincipal User user, @PathVariable long id, @RequestBody ObjectNode change) {
        return administration.change(user, id, change);
    }

    @PostMapping("/{id}/resume")
    Credential resume(@AuthenticationPrincipal User user, @PathVariable long id) {
        return administration.resume(user, id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal User user, @PathVariable long id) {
        administration.delete(user, id);
    }
}
