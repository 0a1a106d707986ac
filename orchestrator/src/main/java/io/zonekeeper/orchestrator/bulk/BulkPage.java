package io.zonekeeper.orchestrator.bulk;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceChange;
import io.zonekeeper.orchestrator.device.DeviceChoices;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import io.zonekeeper.orchestrator.device.Tags;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Show;
import io.zonekeeper.orchestrator.page.Submission;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks before something is done to the devices ticked in the list, and then does it. */
@WebPage
@RequestMapping("/devices/bulk")
class BulkPage {

    private static final int NAMED = 20;
    private static final String NEW = "new_";
    private static final Set<String> RENAMED = Set.of("group", "platform", "credential");
    private static final String[] SHOWN = {
        "new_group", "new_platform", "new_credential", "add_tags", "remove_tags", "confirm", "change"
    };

    private final BulkChanges changes;
    private final DeviceChoices choices;

    BulkPage(BulkChanges changes, DeviceChoices choices) {
        this.changes = changes;
        this.choices = choices;
    }

    /** Shows what is selected and what would become of it. */
    @PostMapping
    String ask(
            DeviceFilter filter,
            @RequestParam String action,
            @RequestParam(required = false) @Nullable List<Long> id,
            @RequestParam(defaultValue = "false") boolean all,
            Submission sent) {
        return sent.answer(
                () -> ask(BulkAction.require(action), filter, all ? null : chosen(id), Form.empty(), sent), "/devices");
    }

    @PostMapping("/apply")
    String apply(
            DeviceFilter filter,
            @RequestParam String action,
            @RequestParam(required = false) @Nullable List<Long> id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam long expected,
            Submission sent) {
        BulkAction wanted = BulkAction.require(action);
        List<Long> ids = all ? null : chosen(id);
        return sent.answer(
                () -> apply(wanted, filter, ids, expected, sent),
                () -> ask(wanted, filter, ids, sent.form(), sent),
                SHOWN);
    }

    private static List<Long> chosen(@Nullable List<Long> ids) {
        return ids == null ? List.of() : ids;
    }

    private String apply(
            BulkAction action, DeviceFilter filter, @Nullable List<Long> ids, long expected, Submission sent) {
        if (action == BulkAction.DELETE && !sent.form().value("confirm").strip().equals(Long.toString(expected))) {
            throw Problem.invalid(new FieldError(
                    "confirm", null, "Type %d, the number of devices, to delete them.".formatted(expected)));
        }
        BulkChanges.Done done = done(
                sent.user(),
                new BulkRequest(action, ids, ids == null ? filter : null, change(sent.form()), expected, false));
        if (done.runId() != null) {
            return "redirect:/runs/" + done.runId();
        }
        String sentence =
                switch (action) {
                    case DELETE -> "%s taken out of the inventory; their versions are kept.";
                    case ENABLE -> "%s enabled.";
                    case DISABLE -> "%s disabled.";
                    case CHANGE, RUN -> "%s changed.";
                };
        return sent.done(sentence.formatted(Show.countOf(done.done(), "device")), "/devices");
    }

    /** The filter has fields called as those of a device, so that in the form the latter are called otherwise. */
    private BulkChanges.Done done(User who, BulkRequest request) {
        try {
            return changes.apply(who, request);
        } catch (Problem problem) {
            throw problem.renamed(field -> RENAMED.contains(field) ? NEW + field : field);
        }
    }

    private String ask(BulkAction action, DeviceFilter filter, @Nullable List<Long> ids, Form form, Submission sent) {
        Scope scope = sent.user().scope();
        ModelMap model = sent.model();
        List<Device> selected =
                changes.selected(scope, new BulkRequest(action, ids, ids == null ? filter : null, null, null, null));
        model.addAttribute("action", action);
        model.addAttribute("filter", filter.parameters());
        model.addAttribute("ids", ids == null ? List.of() : ids);
        model.addAttribute("all", ids == null);
        model.addAttribute("count", selected.size());
        model.addAttribute("named", selected.subList(0, Math.min(NAMED, selected.size())));
        model.addAttribute(
                "disabled",
                selected.stream().filter(device -> !device.enabled()).count());
        model.addAttribute("form", form);
        model.addAttribute("groups", choices.groups(scope, "Leave as they are"));
        model.addAttribute("credentials", choices.credentials(scope, "Leave as they are"));
        model.addAttribute("platforms", choices.platforms(scope, null));
        return "devices/bulk";
    }

    /** A credential left empty stays; the word for none takes it away. */
    private static DeviceChange change(Form form) {
        String credential = form.ticked("no_credential") ? "" : form.text(NEW + "credential");
        return new DeviceChange(
                form.text(NEW + "group"),
                form.text(NEW + "platform"),
                credential,
                null,
                Tags.split(form.value("add_tags")),
                Tags.split(form.value("remove_tags")));
    }
}
