package io.zonekeeper.orchestrator.quarantine;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/quarantine")
class QuarantineController {

    private final Quarantine quarantine;

    QuarantineController(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    @Operation(summary = "Results that could not be stored, newest first")
    @GetMapping
    Page<QuarantinedEntry> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        PageRequest request = PageRequest.byId(limit, after);
        return Page.of(
                quarantine.list(request.afterId(), request.fetch()),
                request,
                entry -> List.of(Long.toString(entry.id())));
    }

    @Operation(summary = "Hand a quarantined result to the consumer once more")
    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Quarantine.Replayed replay(@AuthenticationPrincipal User user, @PathVariable long id) {
        return quarantine.replay(user.name(), id);
    }
}
