package io.zonekeeper.orchestrator.schedule;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import io.zonekeeper.orchestrator.device.DeviceSearch;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.Submission;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ObjectNode;

@WebPage
@RequestMapping("/schedules")
class SchedulePage {

    private static final int FIRES_SHOWN = 5;
    private static final String[] SHOWN = {
        "name", "cron", "zone", "group", "tag", "jitter_seconds", "misfire", "overlap"
    };
    private static final List<Option> MISFIRES =
            List.of(new Option("run_once", "Run once for all"), new Option("skip", "Skip, and note it"));
    private static final List<Option> OVERLAPS =
            List.of(new Option("skip", "Skip, and note it"), new Option("queue", "Queue up behind"));
    private static final String LIST = "/schedules";

    private final Schedules schedules;
    private final ScheduleAdministration administration;
    private final CollectorGroups groups;
    private final DeviceSearch devices;
    private final JsonMerge merge;
    private final Clock clock;

    SchedulePage(
            Schedules schedules,
            ScheduleAdministration administration,
            CollectorGroups groups,
            DeviceSearch devices,
            JsonMerge merge,
            Clock clock) {
        this.schedules = schedules;
        this.administration = administration;
        this.groups = groups;
        this.devices = devices;
        this.merge = merge;
        this.clock = clock;
    }

    @GetMapping
    String list(@AuthenticationPrincipal User user, Model model) {
        model.addAttribute("schedules", schedules.all(user.scope()));
        return "schedules/list";
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User user, ModelMap model) {
        Allowed.operator(user);
        return form(
                user,
                Form.empty()
                        .with("cron", "0 2 * * *")
                        .with("zone", ZoneId.systemDefault().getId())
                        .with("jitter_seconds", 0)
                        .with("misfire", "run_once")
                        .with("overlap", "skip")
                        .with("enabled", true),
                model);
    }

    @PostMapping
    String create(Submission sent) {
        Form form = sent.form();
        return sent.answer(
                () -> {
                    Schedule created = administration.create(
                            sent.user(), merge.apply(ScheduleForm.NOTHING, typed(form), ScheduleForm.class));
                    return sent.done("Schedule %s is set.".formatted(created.name()), LIST);
                },
                () -> form(sent.user(), form, sent.model()),
                SHOWN);
    }

    @GetMapping("/{id}/edit")
    String edit(@AuthenticationPrincipal User user, @PathVariable long id, ModelMap model) {
        Allowed.operator(user);
        Schedule schedule = found(user, id);
        Form form = Form.empty()
                .with("name", schedule.name())
                .with("cron", schedule.cron())
                .with("zone", schedule.zone())
                .with("group", schedule.group())
                .with("tag", schedule.tag())
                .with("jitter_seconds", schedule.jitterSeconds())
                .with("misfire", schedule.misfire().wireName())
                .with("overlap", schedule.overlap().wireName());
        model.addAttribute("schedule", schedule);
        return form(user, schedule.enabled() ? form.with("enabled", true) : form, model);
    }

    @PostMapping("/{id}/edit")
    String change(@PathVariable long id, Submission sent) {
        Schedule schedule = found(sent.user(), id);
        sent.model().addAttribute("schedule", schedule);
        Form form = sent.form();
        return sent.answer(
                () -> {
                    administration.change(sent.user(), id, typed(form));
                    return sent.done("Schedule %s is changed.".formatted(schedule.name()), LIST);
                },
                () -> form(sent.user(), form, sent.model()),
                SHOWN);
    }

    @PostMapping("/{id}/enable")
    String enable(@PathVariable long id, Submission sent) {
        return enabled(id, true, "Schedule %s is enabled.", sent);
    }

    @PostMapping("/{id}/disable")
    String disable(@PathVariable long id, Submission sent) {
        return enabled(id, false, "Schedule %s is disabled.", sent);
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable long id, Submission sent) {
        Schedule schedule = found(sent.user(), id);
        administration.delete(sent.user(), id);
        return sent.done("Schedule %s is deleted; its runs are kept.".formatted(schedule.name()), LIST);
    }

    /** What the fields mean while they are being typed: the next runs or what is wrong, and how many devices. */
    @GetMapping("/preview")
    String preview(
            @AuthenticationPrincipal User user,
            @RequestParam(defaultValue = "") String cron,
            @RequestParam(defaultValue = "") String zone,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String tag,
            ModelMap model) {
        addPreview(cron, zone, model);
        addCount(user.scope(), group, tag, model);
        return "schedules/preview";
    }

    private void addPreview(String cron, String zone, ModelMap model) {
        model.addAttribute("zone", zone);
        try {
            model.addAttribute(
                    "fires",
                    Cron.parse(cron, zone).next(clock.instant(), FIRES_SHOWN).stream()
                            .map(fire -> fire.atZone(ZoneId.of(zone.strip())))
                            .toList());
        } catch (CronException e) {
            model.addAttribute("wrong", e.getMessage());
        }
    }

    private void addCount(Scope scope, String group, String tag, ModelMap model) {
        DeviceFilter selected = new DeviceFilter(null, group, null, tag, null, null, "true", null, null);
        model.addAttribute("selected", selected.parameters());
        model.addAttribute("deviceCount", devices.count(scope, selected));
    }

    private String enabled(long id, boolean enabled, String sentence, Submission sent) {
        ObjectNode change = Form.empty().json().put("enabled", enabled);
        Schedule changed = administration.change(sent.user(), id, change);
        return sent.done(sentence.formatted(changed.name()), LIST);
    }

    private static ObjectNode typed(Form form) {
        ObjectNode typed = form.json("name", "cron", "zone", "group", "tag", "misfire", "overlap");
        form.numbers(typed, "jitter_seconds");
        return typed.put("enabled", form.ticked("enabled"));
    }

    private String form(User user, Form form, ModelMap model) {
        model.addAttribute("form", form);
        model.addAttribute("misfires", MISFIRES);
        model.addAttribute("overlaps", OVERLAPS);
        model.addAttribute(
                "groups",
                Option.list(
                        user.scope().unlimited() ? "All groups" : "Choose a group",
                        groups.all(user.scope()).stream()
                                .map(group -> group.name().value())
                                .toList()));
        model.addAttribute("tags", devices.tags(user.scope()));
        model.addAttribute(
                "zones",
                ZoneId.getAvailableZoneIds().stream()
                        .filter(zone -> !zone.startsWith("SystemV"))
                        .sorted()
                        .toList());
        if (!form.failed()) {
            addPreview(form.value("cron"), form.value("zone"), model);
        }
        addCount(user.scope(), form.value("group"), form.value("tag"), model);
        return "schedules/form";
    }

    private Schedule found(User user, long id) {
        return schedules.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Schedule " + id));
    }
}
