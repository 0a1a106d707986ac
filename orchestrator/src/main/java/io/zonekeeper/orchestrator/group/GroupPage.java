package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@WebPage
@RequestMapping("/groups")
class GroupPage {

    private static final GroupForm NOTHING = new GroupForm(null, null, null, null);

    private final CollectorGroups groups;
    private final GroupKeys keys;
    private final GroupList list;
    private final GroupStatus status;
    private final GroupAdministration administration;
    private final JsonMerge merge;

    GroupPage(
            CollectorGroups groups,
            GroupKeys keys,
            GroupList list,
            GroupStatus status,
            GroupAdministration administration,
            JsonMerge merge) {
        this.groups = groups;
        this.keys = keys;
        this.list = list;
        this.status = status;
        this.administration = administration;
        this.merge = merge;
    }

    @GetMapping
    String list(@AuthenticationPrincipal User user, Model model) {
        model.addAllAttributes(list.model(user.scope()));
        return "groups/list";
    }

    /** No group has a name that begins with a hyphen. */
    @GetMapping("/-new")
    String empty(@AuthenticationPrincipal User user, Model model) {
        Allowed.adminOfAllGroups(user);
        model.addAttribute("form", Form.empty());
        return "groups/new";
    }

    /** Answered with the page itself and not a redirection: the command is shown once and kept nowhere, not in the session either. */
    @PostMapping
    String create(
            @AuthenticationPrincipal User user,
            @RequestParam Map<String, String> parameters,
            Model model,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        try {
            GroupForm typed = merge.apply(
                    NOTHING, form.numbers(form.json("name", "description"), "slots", "session_rate"), GroupForm.class);
            response.setStatus(HttpStatus.CREATED.value());
            return connect(user, administration.create(user, typed), model);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            model.addAttribute("form", form.reject(problem, "name", "description", "slots", "session_rate"));
            return "groups/new";
        }
    }

    @GetMapping("/{name}")
    String show(@AuthenticationPrincipal User user, @PathVariable String name, Model model) {
        return page(user, found(user, name), Form.empty(), model);
    }

    @GetMapping("/{name}/edit")
    String edit(@AuthenticationPrincipal User user, @PathVariable String name, Model model) {
        Allowed.admin(user);
        CollectorGroup group = found(user, name);
        model.addAttribute("group", group);
        model.addAttribute(
                "form",
                Form.empty()
                        .with("description", group.description())
                        .with("slots", group.slots())
                        .with("session_rate", group.sessionRate()));
        return "groups/edit";
    }

    @PostMapping("/{name}/edit")
    String change(
            @AuthenticationPrincipal User user,
            @PathVariable String name,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        CollectorGroup group = found(user, name);
        Form form = Form.of(parameters);
        try {
            administration.change(user, group.name(), form.numbers(form.json("description"), "slots", "session_rate"));
            return done(group, "Group %s is changed.", after);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            model.addAttribute("group", group);
            model.addAttribute("form", form.reject(problem, "description", "slots", "session_rate"));
            return "groups/edit";
        }
    }

    @PostMapping("/{name}/pause")
    String pause(
            @AuthenticationPrincipal User user,
            @PathVariable String name,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        CollectorGroup group = found(user, name);
        Form form = Form.of(parameters);
        try {
            administration.pause(user, group.name(), form.text("reason"));
            return done(group, "Group %s is paused.", after);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            return page(user, group, form.reject(problem, "reason"), model);
        }
    }

    @PostMapping("/{name}/resume")
    String resume(@AuthenticationPrincipal User user, @PathVariable String name, RedirectAttributes after) {
        return done(administration.resume(user, known(name)), "Group %s goes on.", after);
    }

    @PostMapping("/{name}/delete")
    String delete(@AuthenticationPrincipal User user, @PathVariable String name, RedirectAttributes after) {
        CollectorGroup group = found(user, name);
        try {
            administration.delete(user, group.name());
        } catch (Problem problem) {
            after.addFlashAttribute("refused", problem.detail());
            return "redirect:/groups/" + name;
        }
        after.addFlashAttribute("done", "Group %s is deleted.".formatted(name));
        return "redirect:/groups";
    }

    @PostMapping("/{name}/keys")
    String addKey(@AuthenticationPrincipal User user, @PathVariable String name, Model model) {
        return connect(user, administration.addKey(user, known(name)), model);
    }

    @PostMapping("/{name}/keys/{keyId}/retire")
    String retireKey(
            @AuthenticationPrincipal User user,
            @PathVariable String name,
            @PathVariable String keyId,
            RedirectAttributes after) {
        CollectorGroup group = found(user, name);
        try {
            administration.retireKey(user, group.name(), keyId);
            return done(group, "Key " + keyId + " of group %s is retired.", after);
        } catch (Problem problem) {
            after.addFlashAttribute("refused", problem.detail());
            return "redirect:/groups/" + name;
        }
    }

    private String page(User user, CollectorGroup group, Form pause, Model model) {
        model.addAllAttributes(status.model(user.scope(), group));
        model.addAttribute("group", group);
        model.addAttribute("keys", keys.all(group.id()));
        model.addAttribute("form", pause);
        return "groups/group";
    }

    private String connect(User user, GroupAdministration.Keyed keyed, Model model) {
        model.addAllAttributes(status.model(user.scope(), keyed.group()));
        model.addAttribute("group", keyed.group());
        model.addAttribute("command", keyed.startCommand());
        model.addAttribute("systemd", keyed.systemdCommand());
        model.addAttribute("connections", keyed.connections());
        return "groups/connect";
    }

    private static String done(CollectorGroup group, String sentence, RedirectAttributes after) {
        after.addFlashAttribute("done", sentence.formatted(group.name()));
        return "redirect:/groups/" + group.name();
    }

    private CollectorGroup found(User user, String name) {
        return groups.find(user.scope(), known(name)).orElseThrow(() -> notFound(name));
    }

    private static GroupName known(String name) {
        if (!GroupName.isValid(name)) {
            throw notFound(name);
        }
        return new GroupName(name);
    }

    private static Problem notFound(String name) {
        return Problem.notFound("Group \"%s\"".formatted(name));
    }
}
