package io.zonekeeper.orchestrator.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.idempotency.Idempotent;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class RunController {

    private final Runs runs;
    private final Jobs jobs;
    private final RunStarts starts;
    private final RunCancellation cancellation;

    RunController(Runs runs, Jobs jobs, RunStarts starts, RunCancellation cancellation) {
        this.runs = runs;
        this.jobs = jobs;
        this.starts = starts;
        this.cancellation = cancellation;
    }

    record JobWithAttempts(@JsonUnwrapped JobView job, List<AttemptView> attempts) {}

    @Operation(summary = "Runs, newest first")
    @GetMapping("/runs")
    Page<Run> list(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return runs.list(user.scope(), PageRequest.of(limit, after, Runs.SORT_KEY));
    }

    @Operation(summary = "Back up devices, a group, or everything now")
    @ApiResponse(responseCode = "202")
    @Idempotent
    @PostMapping("/runs")
    ResponseEntity<Run> start(@AuthenticationPrincipal User user, @RequestBody RunStarts.RunForm form) {
        return accepted(starts.start(user, form));
    }

    @Operation(summary = "A run with its counts")
    @GetMapping("/runs/{id}")
    Run get(@AuthenticationPrincipal User user, @PathVariable UUID id) {
        return found(user, id);
    }

    @Operation(summary = "The jobs of a run")
    @GetMapping("/runs/{id}/jobs")
    Page<JobView> jobs(
            @AuthenticationPrincipal User user,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return jobs.ofRun(user.scope(), found(user, id), state(state), PageRequest.of(limit, after, Jobs.SORT_KEY));
    }

    @Operation(summary = "Cancel what of a run has not begun")
    @PostMapping("/runs/{id}/cancel")
    RunCancellation.Cancelled cancel(@AuthenticationPrincipal User user, @PathVariable UUID id) {
        return cancellation.cancel(user, id);
    }

    @Operation(summary = "Back up once more what failed in a run")
    @ApiResponse(responseCode = "202")
    @Idempotent
    @PostMapping("/runs/{id}/retry-failed")
    ResponseEntity<Run> retryFailed(@AuthenticationPrincipal User user, @PathVariable UUID id) {
        return accepted(starts.retryFailed(user, id));
    }

    @Operation(summary = "A job with its attempts")
    @GetMapping("/jobs/{id}")
    JobWithAttempts job(@AuthenticationPrincipal User user, @PathVariable UUID id) {
        JobView job = jobs.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Job " + id));
        return new JobWithAttempts(job, jobs.attempts(user.scope(), id));
    }

    @Operation(summary = "Log in to a device and out again, before anything else that waits")
    @Idempotent
    @PostMapping("/devices/{id}/login-test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    RunStarts.LoginTest loginTest(@AuthenticationPrincipal User user, @PathVariable long id) {
        return starts.loginTest(user, id);
    }

    private Run found(User user, UUID id) {
        return runs.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Run " + id));
    }

    private static @Nullable JobState state(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        return JobState.ofWireName(name)
                .orElseThrow(() -> Problem.invalid(new FieldError(
                        "state",
                        name,
                        "state is \"%s\": use waiting, queued, running, success, failure or cancelled."
                                .formatted(name))));
    }

    private static ResponseEntity<Run> accepted(Run run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(run);
    }
}
