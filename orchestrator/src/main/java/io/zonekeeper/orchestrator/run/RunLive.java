package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.live.LiveFragment;
import io.zonekeeper.orchestrator.page.Badge;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The live part of a run's page; a topic is the run's id, the state shown and the place in the list. Thread-safe. */
@Component
class RunLive implements LiveFragment {

    private static final int ROWS = 50;

    private final Runs runs;
    private final Jobs jobs;
    private final Holdups holdups;
    private final Clock clock;

    RunLive(Runs runs, Jobs jobs, Holdups holdups, Clock clock) {
        this.runs = runs;
        this.jobs = jobs;
        this.holdups = holdups;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "run";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        String[] parts = key.split(":", 3);
        try {
            return runs.find(scope, UUID.fromString(parts[0]))
                    .map(run -> new Shown(
                            "live/run",
                            model(scope, run, parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "")));
        } catch (IllegalArgumentException | Problem e) {
            return Optional.empty();
        }
    }

    /**
     * @param state as the API names it, or empty for all
     * @throws Problem 422 for a state or a place there is not
     */
    Map<String, Object> model(Scope scope, Run run, String state, String after) {
        JobState only = state.isEmpty()
                ? null
                : JobState.ofWireName(state).orElseThrow(() -> Problem.notFound("A job state \"%s\"".formatted(state)));
        Page<JobView> page = jobs.ofRun(scope, run, only, PageRequest.of(ROWS, after, Jobs.SORT_KEY));
        return Map.of(
                "run",
                run,
                "badge",
                badge(run),
                "holdups",
                holdups.of(scope, run),
                "jobs",
                page.items(),
                "next",
                page.next() == null ? "" : page.next(),
                "state",
                state,
                "after",
                after,
                "left",
                RunPace.left(run, clock.instant()),
                "tabs",
                tabs(run.counts()));
    }

    /** @param key a job state; empty for all */
    record Tab(String key, String word, int count) {}

    private static List<Tab> tabs(RunCounts counts) {
        return List.of(
                new Tab("", "All", counts.total()),
                new Tab("failure", "Failed", counts.failure()),
                new Tab("running", "Running", counts.running()),
                new Tab("queued", "Queued", counts.queued()),
                new Tab("waiting", "Waiting", counts.waiting()),
                new Tab("success", "Succeeded", counts.success()),
                new Tab("cancelled", "Cancelled", counts.cancelled()));
    }

    static Badge badge(Run run) {
        RunCounts counts = run.counts();
        if (counts.total() == 0) {
            return Badge.idle("Skipped");
        }
        if (counts.open() > 0) {
            return counts.running() > 0 ? Badge.busy("Running") : Badge.waiting("Waiting");
        }
        if (counts.failure() > 0) {
            return Badge.bad(counts.failure() == counts.total() ? "Failed" : "%d failed".formatted(counts.failure()));
        }
        return counts.cancelled() > 0 ? Badge.idle("Cancelled") : Badge.ok("Success");
    }

    /** The run of a list with its badge. */
    record RunRow(Run run, Badge badge) {}

    static List<RunRow> rows(List<Run> runs) {
        return runs.stream().map(run -> new RunRow(run, badge(run))).toList();
    }

    static @Nullable Long scheduleId(String text) {
        return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }
}
