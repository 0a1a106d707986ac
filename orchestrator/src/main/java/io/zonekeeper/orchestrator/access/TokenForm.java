package io.zonekeeper.orchestrator.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token as its user writes it.
 *
 * @param expiresInDays null for one that does not expire
 * @param role at most this one; null for the user's
 * @param groups at most these; null for those of the user
 * @param seesSecrets null for as the user
 */
public record TokenForm(
        @Nullable String name,
        @Nullable Integer expiresInDays,
        @Nullable Role role,
        @Nullable List<String> groups,
        @Nullable Boolean seesSecrets) {}
