package io.zonekeeper.orchestrator.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user as stored. {@link #toString()} shows no hash. */
record Account(
        User user,
        String passwordHash,
        Instant createdAt,
        @Nullable Instant disabledAt) {

    boolean isEnabled() {
        return disabledAt == null;
    }

    @Override
    public String toString() {
        return "Account[%s, %s]".formatted(user, isEnabled() ? "enabled" : "disabled");
    }
}
