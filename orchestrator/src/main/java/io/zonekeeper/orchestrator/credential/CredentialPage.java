package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ObjectNode;

/** Secrets go one way: no page holds one, not even in a form that is shown again. */
@WebPage
@RequestMapping("/credentials")
class CredentialPage {

    private static final List<String> SECRETS = List.of("password", "private_key", "passphrase", "enable_secret");
    private static final String[] SHOWN = {
        "name", "username", "password", "private_key", "passphrase", "enable_secret", "group"
    };

    private final Credentials credentials;
    private final CredentialAdministration administration;
    private final CollectorGroups groups;

    CredentialPage(Credentials credentials, CredentialAdministration administration, CollectorGroups groups) {
        this.credentials = credentials;
        this.administration = administration;
        this.groups = groups;
    }

    @GetMapping
    String list(@AuthenticationPrincipal User user, Model model) {
        model.addAttribute("credentials", credentials.all(user.scope()));
        return "credentials/list";
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User user, Model model) {
        Allowed.operator(user);
        return form(user, Form.empty(), model);
    }

    @PostMapping
    String create(
            @AuthenticationPrincipal User user,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        try {
            Credential created = administration.create(
                    user,
                    new CredentialForm(
                            form.text("name"),
                            form.text("username"),
                            form.value("password"),
                            privateKey(form),
                            form.value("passphrase"),
                            form.value("enable_secret"),
                            form.text("group")));
            return done("Credential %s is added.".formatted(created.name()), after);
        } catch (Problem problem) {
            return rejected(user, form, problem, response, model);
        }
    }

    @GetMapping("/{id}/edit")
    String edit(@AuthenticationPrincipal User user, @PathVariable long id, Model model) {
        Allowed.operator(user);
        Credential credential = found(user, id);
        model.addAttribute("credential", credential);
        return form(
                user,
                Form.empty()
                        .with("name", credential.name())
                        .with("username", credential.username())
                        .with("group", credential.group()),
                model);
    }

    /** A secret left empty stays as it is; one ticked for it is taken away. */
    @PostMapping("/{id}/edit")
    String change(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Credential credential = found(user, id);
        Form form = Form.of(parameters);
        ObjectNode change = form.json("name", "username", "group");
        for (String secret : SECRETS) {
            String value = secret.equals("private_key") ? privateKey(form) : form.value(secret);
            if (!value.isEmpty()) {
                change.put(secret, value);
            } else if (form.ticked("remove_" + secret)) {
                change.putNull(secret);
            }
        }
        try {
            Credential changed = administration.change(user, id, change);
            return done("Credential %s is changed.".formatted(changed.name()), after);
        } catch (Problem problem) {
            model.addAttribute("credential", credential);
            return rejected(user, form, problem, response, model);
        }
    }

    @PostMapping("/{id}/resume")
    String resume(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        return done(
                "Credential %s is used again."
                        .formatted(administration.resume(user, id).name()),
                after);
    }

    @PostMapping("/{id}/delete")
    String delete(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        Credential credential = found(user, id);
        try {
            administration.delete(user, id);
            return done("Credential %s is deleted.".formatted(credential.name()), after);
        } catch (Problem problem) {
            after.addFlashAttribute("refused", problem.detail());
            return "redirect:/credentials";
        }
    }

    /** Browsers send line ends of their own. */
    private static String privateKey(Form form) {
        String key = form.value("private_key").replace("\r\n", "\n").strip();
        return key.isEmpty() ? "" : key + "\n";
    }

    private String rejected(User user, Form form, Problem problem, HttpServletResponse response, Model model) {
        response.setStatus(problem.status().value());
        return form(user, form.without(SECRETS.toArray(String[]::new)).reject(problem, SHOWN), model);
    }

    private String form(User user, Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute(
                "groups",
                Stream.concat(
                                Stream.of(new Option("", user.scope().unlimited() ? "All groups" : "Choose a group")),
                                groups.all(user.scope()).stream()
                                        .map(group -> Option.of(group.name().value())))
                        .toList());
        return "credentials/form";
    }

    private static String done(String sentence, RedirectAttributes after) {
        after.addFlashAttribute("done", sentence);
        return "redirect:/credentials";
    }

    private Credential found(User user, long id) {
        return credentials.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Credential " + id));
    }
}
