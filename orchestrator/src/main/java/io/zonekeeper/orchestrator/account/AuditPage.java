package io.zonekeeper.orchestrator.account;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.AuditFilter;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.util.stream.Stream;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who changed or revealed what, for administrators of all groups. */
@WebPage
class AuditPage {

    private static final int ROWS = 50;

    private final Audit audit;

    AuditPage(Audit audit) {
        this.audit = audit;
    }

    @GetMapping("/audit")
    String list(
            @RequestParam(defaultValue = "") String who,
            @RequestParam(defaultValue = "") String area,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        AuditFilter filter = new AuditFilter(who, area, q);
        Page<Audit.Event> page = audit.list(filter, PageRequest.byId(ROWS, after));
        model.addAttribute("filter", filter);
        model.addAttribute("events", page.items().stream().map(AuditRow::of).toList());
        model.addAttribute("next", page.next());
        model.addAttribute("after", after);
        model.addAttribute(
                "areas",
                Stream.concat(
                                Stream.of(new Option("", "All")),
                                audit.areas().stream().map(Option::of))
                        .toList());
        return "audit/list";
    }
}
