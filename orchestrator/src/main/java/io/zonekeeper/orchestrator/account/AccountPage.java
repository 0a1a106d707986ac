package io.zonekeeper.orchestrator.account;

import io.zonekeeper.orchestrator.access.OwnAccount;
import io.zonekeeper.orchestrator.access.Sessions;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own password and sessions. */
@WebPage
@RequestMapping("/account")
class AccountPage {

    private final OwnAccount account;
    private final Sessions sessions;

    AccountPage(OwnAccount account, Sessions sessions) {
        this.account = account;
        this.sessions = sessions;
    }

    @GetMapping
    String show(@AuthenticationPrincipal User user, HttpServletRequest request, Model model) {
        return page(user, request, Form.empty(), model);
    }

    @PostMapping("/password")
    String password(
            @AuthenticationPrincipal User user,
            @RequestParam Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes after) {
        Form form = Form.of(parameters);
        try {
            account.changePassword(
                    user,
                    new OwnAccount.PasswordForm(form.value("current_password"), form.value("new_password")),
                    request.getRemoteAddr(),
                    sessionId(request));
            after.addFlashAttribute("done", "Your password is changed, and your other sessions have ended.");
            return "redirect:/account";
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            Form shown = form.without("current_password", "new_password")
                    .reject(problem, "current_password", "new_password");
            return page(user, request, shown, model);
        }
    }

    @PostMapping("/sessions/{key}/end")
    String end(@AuthenticationPrincipal User user, @PathVariable String key, RedirectAttributes after) {
        sessions.end(user, key);
        after.addFlashAttribute("done", "The session has ended.");
        return "redirect:/account";
    }

    @PostMapping("/sessions/end-others")
    String endOthers(@AuthenticationPrincipal User user, HttpServletRequest request, RedirectAttributes after) {
        int ended = sessions.endOthers(user, sessionId(request));
        after.addFlashAttribute(
                "done",
                ended == 0 ? "There was no other session." : "Other sessions that have ended: %d.".formatted(ended));
        return "redirect:/account";
    }

    private String page(User user, HttpServletRequest request, Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("account", user);
        model.addAttribute(
                "groups", user.scope().groups().values().stream().sorted().toList());
        model.addAttribute("sessions", sessions.of(user, sessionId(request)));
        return "account/account";
    }

    private static @Nullable String sessionId(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : session.getId();
    }
}
