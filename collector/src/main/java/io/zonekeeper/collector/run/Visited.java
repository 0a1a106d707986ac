package io.zonekeeper.collector.run;

import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.result.SeenHostKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one job, and the traces it left.
 *
 * @param connectedAt null if the session never stood
 * @param durationMs milliseconds from the start of the session, 0 if none was started
 * @param transcript null if there was no dialogue
 */
record Visited(
        Ending ending,
        @Nullable Instant connectedAt,
        Instant endedAt,
        long durationMs,
        List<LogEntry> log,
        @Nullable String transcript,
        @Nullable SeenHostKey hostKey) {

    sealed interface Ending {

        record Captured(Collected collected) implements Ending {}

        record LoggedIn() implements Ending {}

        record Failed(FailureKind kind, String detail) implements Ending {}
    }

    /** No session was started. */
    static Visited notStarted(FailureKind kind, String detail, Instant at) {
        return new Visited(new Ending.Failed(kind, detail), null, at, 0, List.of(), null, null);
    }
}
