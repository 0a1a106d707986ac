package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.util.List;
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
    @GetMapping("/api/v1/audit")
    Page<Audit.Event> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        PageRequest request = PageRequest.byId(limit, after);
        return Page.of(
                audit.list(request.afterId(), request.fetch()), request, event -> List.of(Long.toString(event.id())));
    }
}
