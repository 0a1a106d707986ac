package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.Submission;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.node.ObjectNode;

/** Secrets go one way: no page holds one, not even in a form that is shown again. */
@WebPage
@RequestMapping("/credentials")
class CredentialPage {

    private static final List<String> SECRETS = List.of("password", "private_key", "passphrase", "enable_secret");
    private static final String[] SHOWN = {
        "name", "username", "password", "private_key", "passphrase", "enable_secret", "group"
    };
    private static final String LIST = "/credentials";

    private final Credentials credentials;
    private final CredentialAdministration administration;
    private final CredentialUse use;
    private final CollectorGroups groups;

    CredentialPage(
            Credentials credentials,
            CredentialAdministration administration,
            CredentialUse use,
            CollectorGroups groups) {
        this.credentials = credentials;
        this.administration = administration;
        this.use = use;
        this.groups = groups;
    }

    @GetMapping
    String list(@AuthenticationPrincipal User user, Model model) {
        model.addAttribute("credentials", credentials.all(user.scope()));
        return "credentials/list";
    }

    @GetMapping("/{id}")
    String show(@AuthenticationPrincipal User user, @PathVariable long id, ModelMap model) {
        return credential(user, id, Form.empty(), model);
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User user, ModelMap model) {
        Allowed.operator(user);
        return form(user, Form.empty(), model);
    }

    @PostMapping
    String create(Submission sent) {
        Form form = sent.form();
        return sent.answer(
                () -> {
                    Credential created = administration.create(
                            sent.user(),
                            new CredentialForm(
                                    form.text("name"),
                                    form.text("username"),
                                    form.value("password"),
                                    secret(form, "private_key"),
                                    form.value("passphrase"),
                                    form.value("enable_secret"),
                                    form.text("group")));
                    return sent.done("Credential %s is added.".formatted(created.name()), LIST);
                },
                () -> form(sent.user(), form, sent.model()),
                SHOWN);
    }

    @GetMapping("/{id}/edit")
    String edit(@AuthenticationPrincipal User user, @PathVariable long id, ModelMap model) {
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
    String change(@PathVariable long id, Submission sent) {
        sent.model().addAttribute("credential", found(sent.user(), id));
        Form form = sent.form();
        ObjectNode change = form.json("name", "username", "group");
        for (String secret : SECRETS) {
            String value = secret(form, secret);
            if (!value.isEmpty()) {
                change.put(secret, value);
            } else if (form.ticked("remove_" + secret)) {
                change.putNull(secret);
            }
        }
        return sent.answer(
                () -> {
                    Credential changed = administration.change(sent.user(), id, change);
                    return sent.done("Credential %s is changed.".formatted(changed.name()), path(id));
                },
                () -> form(sent.user(), form, sent.model()),
                SHOWN);
    }

    /** Takes new secrets alone. */
    @PostMapping("/{id}/rotate")
    String rotate(@PathVariable long id, Submission sent) {
        Form form = sent.form();
        return sent.answer(
                () -> {
                    Credential rotated = administration.rotate(
                            sent.user(),
                            id,
                            new NewSecrets(
                                    form.value("password"),
                                    secret(form, "private_key"),
                                    form.value("passphrase"),
                                    form.value("enable_secret")));
                    return sent.done(
                            "Credential %s has a new secret. Test it before the next run.".formatted(rotated.name()),
                            path(id));
                },
                () -> credential(sent.user(), id, form, sent.model()),
                SHOWN);
    }

    @PostMapping("/{id}/resume")
    String resume(@PathVariable long id, Submission sent) {
        Credential resumed = administration.resume(sent.user(), id);
        return sent.done("Credential %s is used again.".formatted(resumed.name()), path(id));
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable long id, Submission sent) {
        Credential credential = found(sent.user(), id);
        return sent.answer(
                () -> {
                    administration.delete(sent.user(), id);
                    return sent.done("Credential %s is deleted.".formatted(credential.name()), LIST);
                },
                LIST);
    }

    private String credential(User user, long id, Form form, ModelMap model) {
        model.addAttribute("credential", found(user, id));
        model.addAttribute("devices", use.devices(user.scope(), id));
        model.addAttribute("form", form.without(SECRETS.toArray(String[]::new)));
        return "credentials/credential";
    }

    private String form(User user, Form form, ModelMap model) {
        model.addAttribute(
                "groups",
                Option.list(
                        user.scope().unlimited() ? "All groups" : "Choose a group",
                        groups.all(user.scope()).stream()
                                .map(group -> group.name().value())
                                .toList()));
        model.addAttribute("form", form.without(SECRETS.toArray(String[]::new)));
        return "credentials/form";
    }

    /** Browsers send line ends of their own. */
    private static String secret(Form form, String field) {
        if (!field.equals("private_key")) {
            return form.value(field);
        }
        String key = form.value(field).replace("\r\n", "\n").strip();
        return key.isEmpty() ? "" : key + "\n";
    }

    private static String path(long id) {
        return LIST + "/" + id;
    }

    private Credential found(User user, long id) {
        return credentials.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Credential " + id));
    }
}
