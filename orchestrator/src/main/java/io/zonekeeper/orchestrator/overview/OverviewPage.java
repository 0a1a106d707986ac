package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.WebPage;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

@WebPage
class OverviewPage {

    private final Overviews overviews;
    private final FirstSteps firstSteps;

    private final BackupRates rates;

    OverviewPage(Overviews overviews, FirstSteps firstSteps, BackupRates rates) {
        this.overviews = overviews;
        this.firstSteps = firstSteps;
        this.rates = rates;
    }

    @GetMapping("/")
    String show(@AuthenticationPrincipal User user, Model model) {
        model.addAllAttributes(overviews.model(user.scope()));
        model.addAttribute("day", rates.lastDay(user.scope()));
        model.addAttribute("month", rates.lastMonth(user.scope()));
        return "overview";
    }

    @PostMapping("/first-steps/dismiss")
    String dismissFirstSteps(@AuthenticationPrincipal User user) {
        firstSteps.dismiss(user.name());
        return "redirect:/";
    }
}
