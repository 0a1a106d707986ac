package io.zonekeeper.orchestrator.overview;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.access.User;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/first-steps")
class FirstStepsController {

    private final FirstSteps firstSteps;

    FirstStepsController(FirstSteps firstSteps) {
        this.firstSteps = firstSteps;
    }

    @Operation(summary = "What leads to the first backup, and which of it is done")
    @GetMapping
    FirstSteps.Steps get(@AuthenticationPrincipal User user) {
        return firstSteps.now(user.scope());
    }

    @Operation(summary = "Put the list of first steps out of the way, for everybody")
    @PostMapping("/dismiss")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void dismiss(@AuthenticationPrincipal User user) {
        firstSteps.dismiss(user.name());
    }
}
