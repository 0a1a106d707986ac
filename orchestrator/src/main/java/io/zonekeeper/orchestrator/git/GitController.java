package io.zonekeeper.orchestrator.git;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GitController {

    private final GitHistories histories;

    GitController(GitHistories histories) {
        this.histories = histories;
    }

    @GetMapping("/api/v1/git")
    GitStatus status() {
        return histories.status();
    }
}
