package io.zonekeeper.orchestrator.entry;

import io.zonekeeper.orchestrator.access.AdminSetup;
import io.zonekeeper.orchestrator.installation.Checks;
import io.zonekeeper.orchestrator.installation.Finding;
import io.zonekeeper.orchestrator.page.Badge;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The first page of all: creates the administrator. */
@WebPage
class SetupPage {

    private final AdminSetup setup;
    private final Checks checks;

    SetupPage(AdminSetup setup, Checks checks) {
        this.setup = setup;
        this.checks = checks;
    }

    @GetMapping("/setup")
    String show(Model model) {
        if (!setup.isOpen()) {
            return "redirect:/";
        }
        model.addAttribute("form", Form.empty());
        model.addAttribute("checks", rows());
        return "setup";
    }

    @PostMapping("/setup")
    String setUp(
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        try {
            AdminSetup.Administrator created =
                    setup.setUp(form.text("token"), form.text("username"), form.value("password"));
            after.addFlashAttribute(
                    "created",
                    "User %s is created: log in.".formatted(created.user().name()));
            return "redirect:/login";
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            model.addAttribute("form", form.without("password").reject(problem, "username", "password"));
            model.addAttribute("checks", setup.isOpen() ? rows() : List.of());
            return "setup";
        }
    }

    /** A finding with the badge of its state. */
    record Row(Finding finding, Badge badge) {}

    private List<Row> rows() {
        return checks.findings().stream()
                .map(finding -> new Row(
                        finding,
                        switch (finding.state()) {
                            case OK -> Badge.ok("OK");
                            case WARNING -> Badge.warn("Warning");
                            case FAILED -> Badge.bad("Failed");
                        }))
                .toList();
    }
}
