package io.zonekeeper.orchestrator.account;

import io.zonekeeper.orchestrator.access.TokenAdministration;
import io.zonekeeper.orchestrator.access.TokenForm;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** API tokens: one's own, and those of everybody for administrators of all groups. */
@WebPage
@RequestMapping("/tokens")
class TokenPage {

    private static final String[] SHOWN = {"name", "role", "groups", "expires_in_days"};
    private static final List<Option> LIVES = List.of(
            new Option("30", "30 days"),
            new Option("90", "90 days"),
            new Option("365", "A year"),
            new Option("", "Does not expire"));

    private final TokenAdministration tokens;
    private final CollectorGroups groups;
    private final Clock clock;

    TokenPage(TokenAdministration tokens, CollectorGroups groups, Clock clock) {
        this.tokens = tokens;
        this.groups = groups;
        this.clock = clock;
    }

    @GetMapping
    String list(@AuthenticationPrincipal User user, Model model) {
        model.addAttribute("tokens", tokens.list(user));
        model.addAttribute("now", clock.instant());
        return "tokens/list";
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User user, Model model) {
        return form(user, Form.empty().with("expires_in_days", 90), model);
    }

    /** Answered with the page itself and not a redirection: the token is shown once and kept nowhere, not in the session either. */
    @PostMapping
    String create(
            @AuthenticationPrincipal User user,
            @RequestParam Map<String, String> parameters,
            Model model,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        try {
            TokenAdministration.NewToken created = tokens.create(
                    user,
                    new TokenForm(
                            form.text("name"),
                            days(form),
                            GroupChoice.role(form).orElse(null),
                            GroupChoice.ticked(parameters),
                            form.ticked("sees_secrets")));
            response.setStatus(HttpStatus.CREATED.value());
            model.addAttribute("token", created);
            return "tokens/created";
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            return form(user, form.reject(problem, SHOWN), model);
        }
    }

    @PostMapping("/{id}/revoke")
    String revoke(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        tokens.revoke(user, id);
        after.addFlashAttribute("done", "The token is revoked: who uses it is refused from now on.");
        return "redirect:/tokens";
    }

    private static @Nullable Integer days(Form form) {
        String text = form.text("expires_in_days");
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw Problem.invalid(new FieldError(
                    "expires_in_days", text, "\"%s\" is no number of days: write one, or none.".formatted(text)));
        }
        return Integer.valueOf(text);
    }

    private String form(User user, Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("roles", GroupChoice.roles(user.role(), new Option("", "As mine is")));
        model.addAttribute("groups", groupNames(user));
        model.addAttribute("lives", LIVES);
        model.addAttribute("mayReveal", user.seesSecrets());
        return "tokens/form";
    }

    private List<String> groupNames(User user) {
        return groups.all(user.scope()).stream()
                .map(group -> group.name().value())
                .toList();
    }
}
