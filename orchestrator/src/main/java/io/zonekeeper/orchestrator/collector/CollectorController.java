package io.zonekeeper.orchestrator.collector;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
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
@RequestMapping("/api/v1/collectors")
class CollectorController {

    private final CollectorControl control;
    private final Collectors collectors;

    CollectorController(CollectorControl control, Collectors collectors) {
        this.control = control;
        this.collectors = collectors;
    }

    @Operation(summary = "Live collectors, as their heartbeats have them")
    @GetMapping
    Page<Heartbeat> list(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        PageRequest request = PageRequest.byText(limit, after);
        return switch (collectors.liveness(user.scope())) {
            case Liveness.Known known ->
                Page.of(
                        known.after(request.afterText(), request.fetch()),
                        request,
                        heartbeat -> List.of(heartbeat.instance()));
            case Liveness.Unknown unknown -> throw Problem.unavailable(unknown.reason());
        };
    }

    @Operation(summary = "Let a collector finish what runs and take no new job")
    @PostMapping("/{instance}/drain")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drain(@AuthenticationPrincipal User user, @PathVariable String instance) {
        control.drain(user, instance);
    }

    @Operation(summary = "Let a drained collector take jobs again")
    @PostMapping("/{instance}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resume(@AuthenticationPrincipal User user, @PathVariable String instance) {
        control.resume(user, instance);
    }
}
