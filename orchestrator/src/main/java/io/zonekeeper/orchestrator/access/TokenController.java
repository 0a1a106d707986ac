package io.zonekeeper.orchestrator.access;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {

    private final TokenAdministration tokens;

    TokenController(TokenAdministration tokens) {
        this.tokens = tokens;
    }

    @Operation(summary = "Your API tokens, or those of all users for an administrator of all groups")
    @GetMapping
    Page<TokenAdministration.TokenView> list(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return tokens.list(user, PageRequest.byId(limit, after));
    }

    @Operation(summary = "Make an API token, shown this one time")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    TokenAdministration.NewToken create(@AuthenticationPrincipal User user, @RequestBody TokenForm form) {
        return tokens.create(user, form);
    }

    @Operation(summary = "Revoke an API token")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal User user, @PathVariable long id) {
        tokens.revoke(user, id);
    }
}
