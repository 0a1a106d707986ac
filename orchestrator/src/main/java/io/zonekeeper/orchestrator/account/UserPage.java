package io.zonekeeper.orchestrator.account;

import io.zonekeeper.orchestrator.access.Role;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.access.UserAdministration;
import io.zonekeeper.orchestrator.access.UserAdministration.UserView;
import io.zonekeeper.orchestrator.access.UserForm;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ObjectNode;

/** Users, for administrators of all groups. */
@WebPage
@RequestMapping("/users")
class UserPage {

    private static final String[] SHOWN = {"username", "password", "role", "groups"};

    private final UserAdministration users;
    private final CollectorGroups groups;

    UserPage(UserAdministration users, CollectorGroups groups) {
        this.users = users;
        this.groups = groups;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("users", users.all());
        return "users/list";
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User admin, Model model) {
        return form(admin, Form.empty().with("role", Role.VIEWER.wireName()).with("sees_secrets", true), model);
    }

    @PostMapping
    String create(
            @AuthenticationPrincipal User admin,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        try {
            UserView created = users.create(
                    admin.name(),
                    new UserForm(
                            form.text("username"),
                            form.value("password"),
                            GroupChoice.role(form).orElse(null),
                            GroupChoice.ticked(parameters),
                            form.ticked("sees_secrets"),
                            true));
            return done("User %s is added.".formatted(created.name()), after);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            return form(admin, form.without("password").reject(problem, SHOWN), model);
        }
    }

    @GetMapping("/{id}/edit")
    String edit(@AuthenticationPrincipal User admin, @PathVariable long id, Model model) {
        UserView user = users.get(id);
        Form form = Form.empty().with("role", user.role().wireName());
        if (user.secretsAllowed()) {
            form.with("sees_secrets", true);
        }
        model.addAttribute("user", user);
        return form(admin, GroupChoice.fill(form, user.groups()), model);
    }

    @PostMapping("/{id}/edit")
    String change(
            @AuthenticationPrincipal User admin,
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        UserView user = users.get(id);
        Form form = Form.of(parameters);
        try {
            ObjectNode change = GroupChoice.put(parameters, form.json("role"));
            change.put("sees_secrets", form.ticked("sees_secrets"));
            users.change(admin.name(), id, change);
            return done("User %s is changed; open sessions of that user have ended.".formatted(user.name()), after);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            model.addAttribute("user", user);
            return form(admin, form.reject(problem, SHOWN), model);
        }
    }

    @PostMapping("/{id}/password")
    String password(
            @AuthenticationPrincipal User admin,
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        UserView user = users.get(id);
        Form form = Form.of(parameters);
        try {
            users.change(admin.name(), id, Form.empty().json().put("password", form.value("password")));
            return done(
                    "User %s has another password; open sessions of that user have ended.".formatted(user.name()),
                    after);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            edit(admin, id, model);
            model.addAttribute("reset", form.without("password").reject(problem, "password"));
            return "users/form";
        }
    }

    @PostMapping("/{id}/disable")
    String disable(@AuthenticationPrincipal User admin, @PathVariable long id, RedirectAttributes after) {
        return enabled(admin, id, false, "User %s is disabled: neither password nor tokens are good any more.", after);
    }

    @PostMapping("/{id}/enable")
    String enable(@AuthenticationPrincipal User admin, @PathVariable long id, RedirectAttributes after) {
        return enabled(admin, id, true, "User %s is enabled.", after);
    }

    private String enabled(User admin, long id, boolean enabled, String sentence, RedirectAttributes after) {
        try {
            UserView changed =
                    users.change(admin.name(), id, Form.empty().json().put("enabled", enabled));
            return done(sentence.formatted(changed.name()), after);
        } catch (Problem problem) {
            if (problem.status().value() == 404) {
                throw problem;
            }
            after.addFlashAttribute("refused", problem.detail());
            return "redirect:/users";
        }
    }

    private String form(User admin, Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("reset", Form.empty());
        model.addAttribute("roles", GroupChoice.roles(Role.ADMIN));
        model.addAttribute("groups", groupNames(admin));
        return "users/form";
    }

    private List<String> groupNames(User admin) {
        return groups.all(admin.scope()).stream()
                .map(group -> group.name().value())
                .toList();
    }

    private static String done(String sentence, RedirectAttributes after) {
        after.addFlashAttribute("done", sentence);
        return "redirect:/users";
    }
}
