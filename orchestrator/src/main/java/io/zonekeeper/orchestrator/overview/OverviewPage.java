package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.page.WebPage;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@WebPage
class OverviewPage {

    private final Overviews overviews;

    OverviewPage(Overviews overviews) {
        this.overviews = overviews;
    }

    @GetMapping("/")
    String show(Model model) {
        model.addAllAttributes(overviews.model());
        return "overview";
    }
}
