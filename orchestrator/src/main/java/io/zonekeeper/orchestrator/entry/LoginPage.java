package io.zonekeeper.orchestrator.entry;

import io.zonekeeper.orchestrator.access.AdminSetup;
import io.zonekeeper.orchestrator.page.WebPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.WebAttributes;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@WebPage
class LoginPage {

    private final AdminSetup setup;

    LoginPage(AdminSetup setup) {
        this.setup = setup;
    }

    @GetMapping("/login")
    String show(@RequestParam(required = false) @Nullable String error, HttpServletRequest request, Model model) {
        if (setup.isOpen()) {
            return "redirect:/setup";
        }
        if (error != null) {
            model.addAttribute("failure", failure(request.getSession(false)));
        }
        return "login";
    }

    private static String failure(@Nullable HttpSession session) {
        Object last = session == null ? null : session.getAttribute(WebAttributes.AUTHENTICATION_EXCEPTION);
        return last instanceof AuthenticationException failure && failure.getMessage() != null
                ? failure.getMessage()
                : "You are not logged in: try again.";
    }
}
