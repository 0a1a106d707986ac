package io.zonekeeper.orchestrator.access;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AuditController {

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    /** Newest first. */
    @Operation(summary = "Changes and reveals, newest first")
    @GetMapping("/api/v1/audit")
    Page<Audit.Event> list(
            @RequestParam(defaultValue = "") String who,
            @RequestParam(defaultValue = "") String area,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return audit.list(new AuditFilter(who, area, q), PageRequest.byId(limit, after));
    }
}
