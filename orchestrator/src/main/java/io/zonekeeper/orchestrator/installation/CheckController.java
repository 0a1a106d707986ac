package io.zonekeeper.orchestrator.installation;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.web.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CheckController {

    private final Checks checks;

    CheckController(Checks checks) {
        this.checks = checks;
    }

    @Operation(summary = "PostgreSQL, RabbitMQ, Redis and the master key, each with its fix if something is wrong")
    @GetMapping("/api/v1/checks")
    Page<Finding> list() {
        return new Page<>(checks.findings(), null);
    }
}
