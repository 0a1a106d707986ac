package io.zonekeeper.consumer.git;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.Span;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version that waits for its commit.
 *
 * @param previous the version before it, or null for the first
 * @param file whether it belongs into Git; else only its lines are counted
 * @param path {@code <group>/<device>} by the names of now
 * @param misplaced Git still holds the device under another path, or another device under this one
 */
record Change(
        long versionId,
        long deviceId,
        UUID taskId,
        Instant collectedAt,
        Config config,
        @Nullable Config previous,
        boolean file,
        String path,
        boolean misplaced) {

    record Config(Content content, boolean binary, List<Span> secrets) {}
}
