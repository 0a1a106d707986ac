package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.wire.GroupName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as anybody may see it.
 *
 * @param group whose devices it is for; null for those of all groups, and then seen only by who sees all groups
 * @param paused null while it is in use
 * @param refusals logins refused in a row
 */
public record Credential(
        long id,
        String name,
        String username,
        @Nullable GroupName group,
        boolean hasPassword,
        boolean hasPrivateKey,
        boolean hasPassphrase,
        boolean hasEnableSecret,
        int version,
        @Nullable Pause paused,
        int refusals,
        int deviceCount,
        Instant createdAt,
        Instant updatedAt) {

    /** Since when and why no device is logged in to with it. */
    public record Pause(Instant at, String reason) {}
}
