package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** When a backup is too old to rely on. Thread-safe. */
@Component
public class Staleness {

    private final Clock clock;
    private final Duration after;

    Staleness(Clock clock, Environment environment) {
        this.clock = clock;
        this.after = environment.duration(OrchestratorSettings.STALE_AFTER);
    }

    /** A device whose last backup was before this is stale. */
    public Instant freshSince() {
        return clock.instant().minus(after);
    }
}
