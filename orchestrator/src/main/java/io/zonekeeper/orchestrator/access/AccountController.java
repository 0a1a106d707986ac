package io.zonekeeper.orchestrator.access;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.web.Page;
import jakarta.servlet.http.HttpServletRequest;
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

/** What users change about themselves. */
@RestController
@RequestMapping("/api/v1/account")
class AccountController {

    private final OwnAccount account;
    private final Sessions sessions;

    AccountController(OwnAccount account, Sessions sessions) {
        this.account = account;
        this.sessions = sessions;
    }

    /** The browser sessions alone: requests with a token have none. */
    @Operation(summary = "Your browser sessions")
    @GetMapping("/sessions")
    Page<Sessions.OpenSession> sessions(@AuthenticationPrincipal User user) {
        return new Page<>(sessions.of(user, null), null);
    }

    @Operation(summary = "End one of your browser sessions")
    @DeleteMapping("/sessions/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal User user, @PathVariable String key) {
        sessions.end(user, key);
    }

    @Operation(summary = "Change your password")
    @PostMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void password(
            @AuthenticationPrincipal User user, @RequestBody OwnAccount.PasswordForm form, HttpServletRequest request) {
        account.changePassword(user, form, request.getRemoteAddr(), null);
    }
}
