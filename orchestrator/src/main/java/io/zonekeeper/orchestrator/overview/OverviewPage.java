package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.WebPage;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@WebPage
class OverviewPage {

    private final Overviews overviews;

    OverviewPage(Overviews overviews) {
        this.overviews = overviews;
    }

    @GetMapping("/")
    String show(@AuthenticationPrincipal User user, Model model) {
        model.addAllAttributes(overviews.model(user.scope()));
        return "overview";
    }
}
