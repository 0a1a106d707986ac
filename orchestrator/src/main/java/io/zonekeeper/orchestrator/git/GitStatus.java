package io.zonekeeper.orchestrator.git;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param waiting versions that are stored and not committed yet
 * @param remote null if the history is not pushed anywhere, or no consumer has begun to
 */
public record GitStatus(long waiting, @Nullable Remote remote) {

    /**
     * @param url without user and password
     * @param pushedCommit the newest commit that is there; null before the first push
     * @param failure why the last push failed, as a sentence; null if it went well
     * @param nextTryAt when it is tried again
     */
    public record Remote(
            String url,
            @Nullable String pushedCommit,
            @Nullable Instant pushedAt,
            @Nullable String failure,
            @Nullable Instant failedAt,
            @Nullable Instant nextTryAt) {}
}
