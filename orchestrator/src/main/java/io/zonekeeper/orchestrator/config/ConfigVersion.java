package io.zonekeeper.orchestrator.config;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored configuration without its content.
 *
 * @param linesAdded against the version before it; null until they have been compared
 * @param current whether it is the device's newest
 */
public record ConfigVersion(
        long id,
        long deviceId,
        UUID taskId,
        Instant collectedAt,
        Instant storedAt,
        boolean binary,
        int size,
        String sha256,
        @Nullable Integer linesAdded,
        @Nullable Integer linesRemoved,
        boolean current) {}
