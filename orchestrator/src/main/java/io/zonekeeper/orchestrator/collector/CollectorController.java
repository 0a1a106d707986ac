package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
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

    @GetMapping
    Page<Heartbeat> list(@AuthenticationPrincipal User user) {
        return switch (collectors.liveness(user.scope())) {
            case Liveness.Known known -> new Page<>(known.heartbeats(), null);
            case Liveness.Unknown unknown -> throw Problem.unavailable(unknown.reason());
        };
    }

    @PostMapping("/{instance}/drain")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drain(@AuthenticationPrincipal User user, @PathVariable String instance) {
        control.drain(user, instance);
    }

    @PostMapping("/{instance}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resume(@AuthenticationPrincipal User user, @PathVariable String instance) {
        control.resume(user, instance);
    }
}
