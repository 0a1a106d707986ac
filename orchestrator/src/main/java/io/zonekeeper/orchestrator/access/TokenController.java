package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {

    private final TokenAdministration tokens;

    TokenController(TokenAdministration tokens) {
        this.tokens = tokens;
    }

    @GetMapping
    Page<TokenAdministration.TokenView> list(@AuthenticationPrincipal User user) {
        return new Page<>(tokens.list(user), null);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    TokenAdministration.NewToken create(@AuthenticationPrincipal User user, @RequestBody TokenForm form) {
        return tokens.create(user, form);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal User user, @PathVariable long id) {
        tokens.revoke(user, id);
    }
}
