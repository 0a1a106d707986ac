package io.zonekeeper.orchestrator.dispatch;

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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DeadLetterController {

    private final DeadLetters deadLetters;

    DeadLetterController(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** Newest first. */
    @Operation(summary = "Messages nobody could place, newest first")
    @GetMapping("/api/v1/dead-letters")
    Page<DeadLetters.DeadLetter> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        PageRequest request = PageRequest.byId(limit, after);
        return Page.of(
                deadLetters.list(request.afterId(), request.fetch()),
                request,
                letter -> List.of(Long.toString(letter.id())));
    }

    @Operation(summary = "Put a message nobody could place out of the list")
    @PostMapping("/api/v1/dead-letters/{id}/dismiss")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void dismiss(@AuthenticationPrincipal User user, @PathVariable long id) {
        deadLetters.dismiss(user, id);
    }
}
