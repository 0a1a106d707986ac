package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@WebPage
class RunPage {

    private static final int ROWS = 30;

    private final Runs runs;
    private final Jobs jobs;
    private final RunLive live;
    private final JobLive jobLive;
    private final RunStarts starts;
    private final RunCancellation cancellation;

    RunPage(Runs runs, Jobs jobs, RunLive live, JobLive jobLive, RunStarts starts, RunCancellation cancellation) {
        this.runs = runs;
        this.jobs = jobs;
        this.live = live;
        this.jobLive = jobLive;
        this.starts = starts;
        this.cancellation = cancellation;
    }

    @GetMapping("/runs")
    String list(
            @AuthenticationPrincipal User user,
            @RequestParam(defaultValue = "") String schedule,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        Long only = RunLive.scheduleId(schedule);
        Page<Run> page = runs.list(user.scope(), only, PageRequest.of(ROWS, after, Runs.SORT_KEY));
        model.addAttribute("runs", RunLive.rows(page.items()));
        model.addAttribute("next", page.next());
        model.addAttribute("schedule", only == null ? "" : schedule);
        model.addAttribute("after", after);
        return "runs/list";
    }

    /** Starts a run of one device, of a group, or of all. */
    @PostMapping("/runs")
    String start(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable Long device,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable Boolean all,
            RedirectAttributes after) {
        try {
            Run run = starts.start(user, new RunStarts.RunForm(device == null ? null : List.of(device), group, all));
            return "redirect:/runs/" + run.id();
        } catch (Problem problem) {
            after.addFlashAttribute("refused", problem.detail());
            return "redirect:" + (device != null ? "/devices/" + device : "/runs");
        }
    }

    @GetMapping("/runs/{id}")
    String show(
            @AuthenticationPrincipal User user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        Run run = found(user, id);
        model.addAllAttributes(live.model(user.scope(), run, state, after));
        model.addAttribute("refresh", run.counts().open() > 0);
        return "runs/run";
    }

    @PostMapping("/runs/{id}/cancel")
    String cancel(@AuthenticationPrincipal User user, @PathVariable UUID id, RedirectAttributes after) {
        RunCancellation.Cancelled cancelled = cancellation.cancel(user, id);
        after.addFlashAttribute(
                "done",
                "Cancelled: %d jobs that waited, and %d on their way to a collector, which end unless they have begun.%s"
                        .formatted(
                                cancelled.cancelled(),
                                cancelled.revoked(),
                                cancelled.reachedCollectors()
                                        ? ""
                                        : " Redis cannot be reached, so collectors do not know yet and may still start them."));
        return "redirect:/runs/" + id;
    }

    @PostMapping("/runs/{id}/retry-failed")
    String retryFailed(@AuthenticationPrincipal User user, @PathVariable UUID id, RedirectAttributes after) {
        found(user, id);
        try {
            return "redirect:/runs/" + starts.retryFailed(user, id).id();
        } catch (Problem problem) {
            after.addFlashAttribute("refused", problem.detail());
            return "redirect:/runs/" + id;
        }
    }

    @GetMapping("/jobs/{id}")
    String job(@AuthenticationPrincipal User user, @PathVariable UUID id, Model model) {
        JobView job = jobs.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Job " + id));
        model.addAllAttributes(jobLive.model(user.scope(), job));
        model.addAttribute("refresh", job.finishedAt() == null);
        return "runs/job";
    }

    @PostMapping("/devices/{id}/login-test")
    String loginTest(@AuthenticationPrincipal User user, @PathVariable long id) {
        return "redirect:/jobs/" + starts.loginTest(user, id).jobId();
    }

    private Run found(User user, UUID id) {
        return runs.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Run " + id));
    }
}
