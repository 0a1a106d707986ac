package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Problem;
import java.nio.charset.StandardCharsets;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriUtils;

@WebPage
class CollectorPage {

    private final CollectorsLive live;
    private final CollectorLive one;
    private final Collectors collectors;
    private final CollectorControl control;

    CollectorPage(CollectorsLive live, CollectorLive one, Collectors collectors, CollectorControl control) {
        this.live = live;
        this.one = one;
        this.collectors = collectors;
        this.control = control;
    }

    @GetMapping("/collectors")
    String show(@AuthenticationPrincipal User user, Model model) {
        model.addAllAttributes(live.model(user.scope()));
        return "collectors/list";
    }

    @GetMapping("/collectors/{instance}")
    String show(@AuthenticationPrincipal User user, @PathVariable String instance, Model model) {
        if (collectors.liveness(user.scope()) instanceof Liveness.Unknown unknown) {
            throw Problem.unavailable(unknown.reason());
        }
        Heartbeat heartbeat = one.find(user.scope(), instance)
                .orElseThrow(() -> Problem.notFound("A live collector \"%s\"".formatted(instance)));
        model.addAllAttributes(one.model(user.scope(), heartbeat));
        return "collectors/collector";
    }

    @PostMapping("/collectors/{instance}/drain")
    String drain(@AuthenticationPrincipal User user, @PathVariable String instance, RedirectAttributes after) {
        control.drain(user, instance);
        after.addFlashAttribute("done", "Collector %s takes no new job and finishes what runs.".formatted(instance));
        return "redirect:" + path(instance);
    }

    @PostMapping("/collectors/{instance}/resume")
    String resume(@AuthenticationPrincipal User user, @PathVariable String instance, RedirectAttributes after) {
        control.resume(user, instance);
        after.addFlashAttribute("done", "Collector %s takes jobs again.".formatted(instance));
        return "redirect:" + path(instance);
    }

    private static String path(String instance) {
        return "/collectors/" + UriUtils.encodePathSegment(instance, StandardCharsets.UTF_8);
    }
}
