package io.zonekeeper.orchestrator.schedule;

import org.jspecify.annotations.Nullable;

/** A schedule as users write it. */
public record ScheduleForm(
        @Nullable String name,
        @Nullable String cron,
        @Nullable String zone,
        @Nullable String group,
        @Nullable String tag,
        @Nullable Integer jitterSeconds,
        @Nullable String misfire,
        @Nullable String overlap,
        @Nullable Boolean enabled) {

    static final ScheduleForm NOTHING = new ScheduleForm(null, null, null, null, null, null, null, null, null);

    static ScheduleForm of(Schedule schedule) {
        return new ScheduleForm(
                schedule.name(),
                schedule.cron(),
                schedule.zone(),
                schedule.group() == null ? null : schedule.group().value(),
                schedule.tag(),
                schedule.jitterSeconds(),
                schedule.misfire().wireName(),
                schedule.overlap().wireName(),
                schedule.enabled());
    }
}
