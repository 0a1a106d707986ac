package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.Problem;
import java.io.Serializable;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who is asking: the principal of every authenticated request, by token or by session.
 *
 * @param role of the user, or the lower one of the token
 * @param scope the groups that are there for this user, or the fewer of the token
 * @param secretsAllowed false if the user or the token may not see secrets whatever the role
 * @param until when the token expires; null for a session, and for a token that does not expire
 */
public record User(
        long id,
        String name,
        Role role,
        Scope scope,
        boolean secretsAllowed,
        @Nullable Instant until) implements Principal, Serializable {

    /** Held by who sees all groups: needed for what belongs to none, or to all of them. */
    static final String ALL_GROUPS = "ALL_GROUPS";

    private static final long serialVersionUID = 1L;

    /** A session of the release before knows no scope: it shows nothing until its user logs in again. */
    public User {
        scope = Objects.requireNonNullElse(scope, Scope.nothing());
    }

    @Override
    public String getName() {
        return name;
    }

    /** Whether configurations may be shown with the secrets in them; each time it is done is audited. */
    public boolean seesSecrets() {
        return secretsAllowed && role.covers(Role.OPERATOR);
    }

    /** @throws Problem 403 with what is missing */
    public void requireSecrets() {
        if (!role.covers(Role.OPERATOR)) {
            throw Problem.forbidden("Secrets are shown to operators and admins.");
        }
        if (!secretsAllowed) {
            throw Problem.forbidden(
                    "%s may not see secrets, or the token may not: ask an administrator.".formatted(name));
        }
    }

    List<GrantedAuthority> authorities() {
        List<GrantedAuthority> authorities = new ArrayList<>(role.authorities());
        if (scope.unlimited()) {
            authorities.add(new SimpleGrantedAuthority(ALL_GROUPS));
        }
        return List.copyOf(authorities);
    }
}
