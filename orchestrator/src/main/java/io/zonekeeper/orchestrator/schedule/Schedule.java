package io.zonekeeper.orchestrator.schedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.web.Editable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When devices are backed up: those of a group, those with a tag, or all.
 *
 * @param cron five fields, see {@link Cron}
 * @param group null for the devices of all groups
 * @param tag null for devices whatever their tags
 * @param deviceCount enabled devices it selects now
 * @param jitterSeconds the jobs of a run are spread over this time, each device always at the same place
 * @param nextFireAt null while it is disabled
 * @param nextFires the next five; empty while it is disabled
 */
public record Schedule(
        long id,
        String name,
        String cron,
        String zone,
        @Nullable GroupName group,
        @Nullable String tag,
        long deviceCount,
        int jitterSeconds,
        Misfire misfire,
        Overlap overlap,
        boolean enabled,
        @Nullable Instant nextFireAt,
        List<Instant> nextFires,
        Instant createdAt)
        implements Editable {

    public Schedule {
        nextFires = List.copyOf(nextFires);
    }

    @Override
    public Object editable() {
        return ScheduleForm.of(this);
    }

    /** What happens with fire times nobody was there for. */
    public enum Misfire {
        /** One run now stands for all of them. */
        RUN_ONCE,
        /** The first is noted as skipped. */
        SKIP;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Misfire ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /** What happens at a fire time while the run before is still open. */
    public enum Overlap {
        /** It is noted as skipped. */
        SKIP,
        /** Its jobs queue up behind. */
        QUEUE;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Overlap ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }
}
