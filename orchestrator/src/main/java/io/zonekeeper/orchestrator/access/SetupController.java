package io.zonekeeper.orchestrator.access;

import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SetupController {

    private final AdminSetup setup;

    SetupController(AdminSetup setup) {
        this.setup = setup;
    }

    record SetupForm(
            @Nullable String token,
            @Nullable String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "SetupForm[%s]".formatted(username);
        }
    }

    @Operation(summary = "Create the first administrator with the one-time token")
    @PostMapping("/api/v1/setup")
    @ResponseStatus(HttpStatus.CREATED)
    AdminSetup.Administrator setUp(@RequestBody SetupForm form) {
        return setup.setUp(form.token(), form.username(), form.password());
    }
}
