package io.zonekeeper.orchestrator.bulk;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.idempotency.Idempotent;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BulkController {

    private final BulkChanges changes;

    BulkController(BulkChanges changes) {
        this.changes = changes;
    }

    @Operation(summary = "Change, enable, disable, run or delete many devices, all or none")
    @Idempotent
    @PostMapping("/api/v1/devices/bulk")
    BulkChanges.Done apply(@AuthenticationPrincipal User user, @RequestBody BulkRequest request) {
        return changes.apply(user, request);
    }
}
