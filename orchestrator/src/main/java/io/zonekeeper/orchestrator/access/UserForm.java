package io.zonekeeper.orchestrator.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as an administrator writes one. {@link #toString()} does not show the password.
 *
 * @param username given once; null in a change
 * @param password null in a change that leaves it
 * @param groups null for all
 * @param seesSecrets null for true; a viewer sees none in any case
 * @param enabled null for true
 */
public record UserForm(
        @Nullable String username,
        @Nullable String password,
        @Nullable Role role,
        @Nullable List<String> groups,
        @Nullable Boolean seesSecrets,
        @Nullable Boolean enabled) {

    static UserForm of(Account account) {
        User user = account.user();
        return new UserForm(
                user.name(), null, user.role(), Scopes.names(user.scope()), user.secretsAllowed(), account.isEnabled());
    }

    @Override
    public String toString() {
        return "UserForm[%s, %s, groups=%s, enabled=%s]".formatted(username, role, groups, enabled);
    }
}
