package io.zonekeeper.orchestrator.schedule;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.device.Tags;
import io.zonekeeper.orchestrator.group.CollectorGroup;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what users write about schedules. Thread-safe. */
@Component
class ScheduleCheck {

    private static final int LONGEST_NAME = 100;
    private static final String ANY_CRON = "* * * * *";
    private static final int LONGEST_JITTER_SECONDS = 86_400;

    private final CollectorGroups groups;

    ScheduleCheck(CollectorGroups groups) {
        this.groups = groups;
    }

    /** @throws Problem 422 naming every field that is not valid */
    CheckedSchedule check(Scope scope, ScheduleForm form) {
        FieldErrors errors = new FieldErrors();
        String name = errors.line("name", form.name(), LONGEST_NAME);
        String cron = errors.line("cron", form.cron(), LONGEST_NAME);
        String zone = errors.line("zone", form.zone(), LONGEST_NAME);
        Cron times = cron.isEmpty() || zone.isEmpty() ? null : times(cron, zone, errors);
        Long group = group(scope, form.group(), errors);
        String tag = tag(form.tag(), errors);
        int jitter = Objects.requireNonNullElse(form.jitterSeconds(), 0);
        if (jitter < 0 || jitter > LONGEST_JITTER_SECONDS) {
            errors.add(
                    "jitter_seconds",
                    jitter,
                    "jitter_seconds is %d: use 0 to %d.".formatted(jitter, LONGEST_JITTER_SECONDS));
        }
        Schedule.Misfire misfire = Arrays.stream(Schedule.Misfire.values())
                .filter(one -> one.wireName().equals(Objects.requireNonNullElse(form.misfire(), "run_once")))
                .findFirst()
                .orElse(null);
        if (misfire == null) {
            errors.add("misfire", form.misfire(), "misfire is \"%s\": use run_once or skip.".formatted(form.misfire()));
        }
        Schedule.Overlap overlap = Arrays.stream(Schedule.Overlap.values())
                .filter(one -> one.wireName().equals(Objects.requireNonNullElse(form.overlap(), "skip")))
                .findFirst()
                .orElse(null);
        if (overlap == null) {
            errors.add("overlap", form.overlap(), "overlap is \"%s\": use skip or queue.".formatted(form.overlap()));
        }
        errors.throwIfAny();
        return new CheckedSchedule(
                name,
                cron,
                zone,
                group,
                tag,
                jitter,
                Objects.requireNonNull(misfire),
                Objects.requireNonNull(overlap),
                Objects.requireNonNullElse(form.enabled(), true),
                Objects.requireNonNull(times));
    }

    private static @Nullable Cron times(String cron, String zone, FieldErrors errors) {
        try {
            return Cron.parse(cron, zone);
        } catch (CronException e) {
            errors.add(e.field(), e.value(), String.valueOf(e.getMessage()));
            if (!e.isOfZone()) {
                times(ANY_CRON, zone, errors);
            }
            return null;
        }
    }

    private static @Nullable String tag(@Nullable String tag, FieldErrors errors) {
        return tag == null || tag.isBlank()
                ? null
                : Tags.checked("tag", List.of(tag), errors).stream().findFirst().orElse(null);
    }

    private @Nullable Long group(Scope scope, @Nullable String name, FieldErrors errors) {
        if (name == null) {
            if (!scope.unlimited()) {
                errors.add(
                        "group",
                        null,
                        "A schedule of all groups is made by who sees them all: name one of your groups.");
            }
            return null;
        }
        Optional<CollectorGroup> group =
                GroupName.isValid(name) ? groups.find(scope, new GroupName(name)) : Optional.empty();
        if (group.isEmpty()) {
            errors.add(
                    "group",
                    name,
                    "There is no group \"%s\": use one that exists, or leave it out for all.".formatted(name));
            return null;
        }
        return group.get().id();
    }
}
