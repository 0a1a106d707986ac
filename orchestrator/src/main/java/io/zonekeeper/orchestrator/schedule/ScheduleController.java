package io.zonekeeper.orchestrator.schedule;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/schedules")
class ScheduleController {

    private final Schedules schedules;
    private final ScheduleAdministration administration;

    ScheduleController(Schedules schedules, ScheduleAdministration administration) {
        this.schedules = schedules;
        this.administration = administration;
    }

    @Operation(summary = "Schedules, by name")
    @GetMapping
    Page<Schedule> list(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return schedules.list(user.scope(), PageRequest.byText(limit, after));
    }

    @Operation(summary = "A schedule with its next fire times")
    @GetMapping("/{id}")
    Schedule get(@AuthenticationPrincipal User user, @PathVariable long id) {
        return schedules.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Schedule " + id));
    }

    @Operation(summary = "Add a schedule")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Schedule create(@AuthenticationPrincipal User user, @RequestBody ScheduleForm form) {
        return administration.create(user, form);
    }

    @Operation(summary = "Change a schedule")
    @PatchMapping("/{id}")
    Schedule change(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestBody @Schema(implementation = ScheduleForm.class) ObjectNode change) {
        return administration.change(user, id, change);
    }

    @Operation(summary = "Delete a schedule; its runs stay")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal User user, @PathVariable long id) {
        administration.delete(user, id);
    }
}
