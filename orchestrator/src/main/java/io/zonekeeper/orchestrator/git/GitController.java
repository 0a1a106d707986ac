package io.zonekeeper.orchestrator.git;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GitController {

    private final GitHistories histories;

    GitController(GitHistories histories) {
        this.histories = histories;
    }

    @Operation(summary = "How far the Git history is, and whether it is pushed")
    @GetMapping("/api/v1/git")
    GitStatus status() {
        return histories.status();
    }
}
