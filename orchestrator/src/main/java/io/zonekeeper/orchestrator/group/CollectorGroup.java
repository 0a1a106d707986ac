package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.wire.GroupName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A network zone's collectors.
 *
 * @param slots jobs at once in one collector; null: as started
 * @param sessionRate session starts a second in one collector; null: not limited
 * @param paused null while it works
 */
public record CollectorGroup(
        long id,
        GroupName name,
        String description,
        @Nullable Integer slots,
        @Nullable Integer sessionRate,
        @Nullable Pause paused,
        Instant createdAt) {

    /** Since when no new job is given out, by whom and why. */
    public record Pause(Instant at, String by, String reason) {}

    public String queue() {
        return name.queue();
    }
}
