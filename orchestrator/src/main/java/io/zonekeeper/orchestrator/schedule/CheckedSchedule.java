package io.zonekeeper.orchestrator.schedule;

import org.jspecify.annotations.Nullable;

/** A form that passed its check. */
record CheckedSchedule(
        String name,
        String cron,
        String zone,
        @Nullable Long groupId,
        @Nullable String tag,
        int jitterSeconds,
        Schedule.Misfire misfire,
        Schedule.Overlap overlap,
        boolean enabled,
        Cron times) {}
