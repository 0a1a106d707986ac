package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.WebPage;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@WebPage
class OverviewPage {

    private final Overviews overviews;

    private final BackupRates rates;

    OverviewPage(Overviews overviews, BackupRates rates) {
        this.overviews = overviews;
        this.rates = rates;
    }

    @GetMapping("/")
    String show(@AuthenticationPrincipal User user, Model model) {
        model.addAllAttributes(overviews.model(user.scope()));
        model.addAttribute("day", rates.lastDay(user.scope()));
        model.addAttribute("month", rates.lastMonth(user.scope()));
        return "overview";
    }
}
