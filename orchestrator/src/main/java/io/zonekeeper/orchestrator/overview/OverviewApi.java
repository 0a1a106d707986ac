package io.zonekeeper.orchestrator.overview;

import io.swagger.v3.oas.annotations.Operation;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OverviewApi {

    private final Overviews overviews;
    private final Attention attention;
    private final BackupRates rates;
    private final Collectors collectors;

    OverviewApi(Overviews overviews, Attention attention, BackupRates rates, Collectors collectors) {
        this.overviews = overviews;
        this.attention = attention;
        this.rates = rates;
        this.collectors = collectors;
    }

    /**
     * @param lastDay backups that ended, by the hour
     * @param lastMonth the same by the day
     */
    record View(
            Overviews.Numbers numbers,
            List<Attention.Matter> attention,
            List<BackupRates.Slot> lastDay,
            List<BackupRates.Slot> lastMonth) {}

    @Operation(summary = "How the fleet stands, what needs attention, and how backups ended")
    @GetMapping("/api/v1/overview")
    View overview(@AuthenticationPrincipal User user) {
        Scope scope = user.scope();
        Liveness liveness = collectors.liveness(scope);
        return new View(
                overviews.numbers(scope, liveness),
                attention.now(scope, liveness),
                rates.lastDay(scope).slots(),
                rates.lastMonth(scope).slots());
    }
}
