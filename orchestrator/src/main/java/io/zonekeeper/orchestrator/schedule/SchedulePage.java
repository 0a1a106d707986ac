package io.zonekeeper.orchestrator.schedule;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.ZoneId;
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

@WebPage
@RequestMapping("/schedules")
class SchedulePage {

    private static final int FIRES_SHOWN = 5;
    private static final ScheduleForm NOTHING = new ScheduleForm(null, null, null, null, null, null, null, null);
    private static final String[] SHOWN = {"name", "cron", "zone", "group", "jitter_seconds", "misfire", "overlap"};
    private static final List<Option> MISFIRES =
            List.of(new Option("run_once", "Run once for all"), new Option("skip", "Skip, and note it"));
    private static final List<Option> OVERLAPS =
            List.of(new Option("skip", "Skip, and note it"), new Option("queue", "Queue up behind"));

    private final Schedules schedules;
    private final ScheduleAdministration administration;
    private final CollectorGroups groups;
    private final JsonMerge merge;
    private final Clock clock;

    SchedulePage(
            Schedules schedules,
            ScheduleAdministration administration,
            CollectorGroups groups,
            JsonMerge merge,
            Clock clock) {
        this.schedules = schedules;
        this.administration = administration;
        this.groups = groups;
        this.merge = merge;
        this.clock = clock;
    }

    @GetMapping
    String list(@AuthenticationPrincipal User user, Model model) {
        model.addAttribute("schedules", schedules.all(user.scope()));
        return "schedules/list";
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User user, Model model) {
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
    String create(
            @AuthenticationPrincipal User user,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        try {
            Schedule created = administration.create(user, merge.apply(NOTHING, typed(form), ScheduleForm.class));
            return done("Schedule %s is set.".formatted(created.name()), after);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            return form(user, form.reject(problem, SHOWN), model);
        }
    }

    @GetMapping("/{id}/edit")
    String edit(@AuthenticationPrincipal User user, @PathVariable long id, Model model) {
        Allowed.operator(user);
        Schedule schedule = found(user, id);
        Form form = Form.empty()
                .with("name", schedule.name())
                .with("cron", schedule.cron())
                .with("zone", schedule.zone())
                .with("group", schedule.group())
                .with("jitter_seconds", schedule.jitterSeconds())
                .with("misfire", schedule.misfire().wireName())
                .with("overlap", schedule.overlap().wireName());
        model.addAttribute("schedule", schedule);
        return form(user, schedule.enabled() ? form.with("enabled", true) : form, model);
    }

    @PostMapping("/{id}/edit")
    String change(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Schedule schedule = found(user, id);
        Form form = Form.of(parameters);
        try {
            administration.change(user, id, typed(form));
            return done("Schedule %s is changed.".formatted(schedule.name()), after);
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            model.addAttribute("schedule", schedule);
            return form(user, form.reject(problem, SHOWN), model);
        }
    }

    @PostMapping("/{id}/enable")
    String enable(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        return enabled(user, id, true, "Schedule %s is enabled.", after);
    }

    @PostMapping("/{id}/disable")
    String disable(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        return enabled(user, id, false, "Schedule %s is disabled.", after);
    }

    @PostMapping("/{id}/delete")
    String delete(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        Schedule schedule = found(user, id);
        administration.delete(user, id);
        return done("Schedule %s is deleted; its runs are kept.".formatted(schedule.name()), after);
    }

    /** What the fields mean while they are being typed: the next runs, or what is wrong. */
    @GetMapping("/preview")
    String preview(
            @RequestParam(defaultValue = "") String cron, @RequestParam(defaultValue = "") String zone, Model model) {
        addPreview(cron, zone, model);
        return "schedules/preview";
    }

    private void addPreview(String cron, String zone, Model model) {
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

    private String enabled(User user, long id, boolean enabled, String sentence, RedirectAttributes after) {
        ObjectNode change = Form.empty().json().put("enabled", enabled);
        Schedule changed = administration.change(user, id, change);
        return done(sentence.formatted(changed.name()), after);
    }

    private static ObjectNode typed(Form form) {
        ObjectNode typed = form.json("name", "cron", "zone", "group", "misfire", "overlap");
        form.numbers(typed, "jitter_seconds");
        return typed.put("enabled", form.ticked("enabled"));
    }

    private String form(User user, Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("misfires", MISFIRES);
        model.addAttribute("overlaps", OVERLAPS);
        model.addAttribute(
                "groups",
                Stream.concat(
                                Stream.of(new Option("", user.scope().unlimited() ? "All groups" : "Choose a group")),
                                groups.all(user.scope()).stream()
                                        .map(group -> Option.of(group.name().value())))
                        .toList());
        model.addAttribute(
                "zones",
                ZoneId.getAvailableZoneIds().stream()
                        .filter(zone -> !zone.startsWith("SystemV"))
                        .sorted()
                        .toList());
        if (!form.failed()) {
            addPreview(form.value("cron"), form.value("zone"), model);
        }
        return "schedules/form";
    }

    private static String done(String sentence, RedirectAttributes after) {
        after.addFlashAttribute("done", sentence);
        return "redirect:/schedules";
    }

    private Schedule found(User user, long id) {
        return schedules.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Schedule " + id));
    }
}
