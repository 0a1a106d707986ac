package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.WebPage;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@WebPage
class CollectorPage {

    private final CollectorsLive live;

    CollectorPage(CollectorsLive live) {
        this.live = live;
    }

    @GetMapping("/collectors")
    String show(@AuthenticationPrincipal User user, Model model) {
        model.addAllAttributes(live.model(user.scope()));
        return "collectors/list";
    }
}
