package io.zonekeeper.orchestrator.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Editable;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Instant;
import java.util.List;
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
@RequestMapping("/api/v1/groups")
class GroupController {

    private final CollectorGroups groups;
    private final GroupKeys keys;
    private final GroupOverviews overviews;
    private final GroupAdministration administration;

    GroupController(
            CollectorGroups groups, GroupKeys keys, GroupOverviews overviews, GroupAdministration administration) {
        this.groups = groups;
        this.keys = keys;
        this.overviews = overviews;
        this.administration = administration;
    }

    /** A group in an answer; {@code key} and {@code startCommand} only where the key is new. */
    record GroupView(
            long id,
            GroupName name,
            String description,
            String queue,
            @Nullable Integer slots,
            @Nullable Integer sessionRate,
            CollectorGroup.@Nullable Pause paused,
            Instant createdAt,
            List<GroupKeys.GroupKey> keys,
            int deviceCount,
            @Nullable Integer collectorsOnline,
            GroupOverviews.State state,
            long waiting,
            long running,
            @Nullable Instant oldestWaitingAt,
            @Nullable Instant lastSuccessAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String startCommand,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String systemdCommand,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<StartCommand.Connection> connections)
            implements Editable {

        @Override
        public Object editable() {
            return new GroupForm(name.value(), description, slots, sessionRate);
        }

        @Override
        public String toString() {
            return "GroupView[%s]".formatted(name);
        }
    }

    record NewKey(
            String keyId,
            String key,
            String startCommand,
            String systemdCommand,
            List<StartCommand.Connection> connections) {

        @Override
        public String toString() {
            return "NewKey[%s]".formatted(keyId);
        }
    }

    record PauseForm(@Nullable String reason) {}

    @Operation(summary = "Collector groups, by name")
    @GetMapping
    Page<GroupView> list(
            @AuthenticationPrincipal User user,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        Page<CollectorGroup> page = groups.list(user.scope(), PageRequest.byText(limit, after));
        return new Page<>(
                overviews.of(page.items()).stream()
                        .map(overview -> view(overview, null))
                        .toList(),
                page.next());
    }

    @Operation(summary = "A collector group")
    @GetMapping("/{name}")
    GroupView get(@AuthenticationPrincipal User user, @PathVariable String name) {
        return view(groups.find(user.scope(), known(name)).orElseThrow(() -> notFound(name)));
    }

    @Operation(summary = "Make a collector group; its key and start command are shown this one time")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    GroupView create(@AuthenticationPrincipal User user, @RequestBody GroupForm form) {
        GroupAdministration.Keyed keyed = administration.create(user, form);
        return view(overviews.of(keyed.group()), keyed);
    }

    @Operation(summary = "Change a collector group")
    @PatchMapping("/{name}")
    GroupView change(
            @AuthenticationPrincipal User user,
            @PathVariable String name,
            @RequestBody @Schema(implementation = GroupForm.class) ObjectNode change) {
        return view(administration.change(user, known(name), change));
    }

    @Operation(summary = "Delete a collector group nothing uses")
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal User user, @PathVariable String name) {
        administration.delete(user, known(name));
    }

    @Operation(summary = "Give out no new job of a group")
    @PostMapping("/{name}/pause")
    GroupView pause(@AuthenticationPrincipal User user, @PathVariable String name, @RequestBody PauseForm form) {
        return view(administration.pause(user, known(name), form.reason()));
    }

    @Operation(summary = "Give out jobs of a paused group again")
    @PostMapping("/{name}/resume")
    GroupView resume(@AuthenticationPrincipal User user, @PathVariable String name) {
        return view(administration.resume(user, known(name)));
    }

    @Operation(summary = "Give a group another key; the key and start command are shown this one time")
    @PostMapping("/{name}/keys")
    @ResponseStatus(HttpStatus.CREATED)
    NewKey addKey(@AuthenticationPrincipal User user, @PathVariable String name) {
        GroupAdministration.Keyed keyed = administration.addKey(user, known(name));
        return new NewKey(
                keyed.keyId(), keyed.key(), keyed.startCommand(), keyed.systemdCommand(), keyed.connections());
    }

    @Operation(summary = "Retire a key of a group that has another one")
    @DeleteMapping("/{name}/keys/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retireKey(@AuthenticationPrincipal User user, @PathVariable String name, @PathVariable String keyId) {
        administration.retireKey(user, known(name), keyId);
    }

    private GroupView view(CollectorGroup group) {
        return view(overviews.of(group), null);
    }

    private GroupView view(GroupOverviews.GroupOverview overview, GroupAdministration.@Nullable Keyed keyed) {
        CollectorGroup group = overview.group();
        return new GroupView(
                group.id(),
                group.name(),
                group.description(),
                group.queue(),
                group.slots(),
                group.sessionRate(),
                group.paused(),
                group.createdAt(),
                keys.all(group.id()),
                overview.deviceCount(),
                overview.collectorsOnline(),
                overview.state(),
                overview.work().waiting(),
                overview.work().running(),
                overview.work().oldestWaiting(),
                overview.work().lastSuccess(),
                keyed == null ? null : keyed.key(),
                keyed == null ? null : keyed.startCommand(),
                keyed == null ? null : keyed.systemdCommand(),
                keyed == null ? null : keyed.connections());
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
