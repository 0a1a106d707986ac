package io.zonekeeper.orchestrator.run;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.idempotency.Idempotent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LoginTestController {

    private final LoginTests tests;

    LoginTestController(LoginTests tests) {
        this.tests = tests;
    }

    /** @param deviceIds null for some that use the credential */
    record LoginTestForm(@Nullable List<Long> deviceIds) {}

    @Operation(summary = "Log in with a credential at some devices that use it, and out again")
    @Idempotent
    @PostMapping("/api/v1/credentials/{id}/login-test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    LoginTests.Started credential(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestBody(required = false) @Nullable LoginTestForm form) {
        return tests.start(user, id, form == null ? null : form.deviceIds());
    }
}
