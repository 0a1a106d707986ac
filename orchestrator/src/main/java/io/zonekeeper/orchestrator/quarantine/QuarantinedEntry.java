package io.zonekeeper.orchestrator.quarantine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a results stream that is no result, without what it holds, which may be secret.
 *
 * @param entryId its id in the stream it was taken off
 * @param bytes of its names and values
 * @param replayedAt when a consumer met it again; null if it was not replayed, or is on its way
 */
public record QuarantinedEntry(
        long id,
        String stream,
        String entryId,
        String reason,
        Instant quarantinedAt,
        int bytes,
        @Nullable Instant replayedAt) {}
