package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.web.Editable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credential as anybody may see it.
 *
 * @param group whose devices it is for; null for those of all groups, and then seen only by who sees all groups
 * @param paused null while it is in use
 * @param refusals logins refused in a row
 * @param rotatedAt when a secret was last replaced; null if none ever was
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
        @Nullable Instant rotatedAt,
        Instant createdAt,
        Instant updatedAt)
        implements Editable {

    /** Its version grows with every edit, and its secrets shall not be hashed. */
    @Override
    public Object editable() {
        return List.of(id, version);
    }

    /** Since when and why no device is logged in to with it. */
    public record Pause(Instant at, String reason) {}
}
