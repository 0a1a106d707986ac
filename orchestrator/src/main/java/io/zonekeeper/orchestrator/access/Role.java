package io.zonekeeper.orchestrator.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a user may do; each role may do what those before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Changes devices, credentials and schedules; starts runs. */
    OPERATOR,
    /** Changes groups, users and tokens of others. */
    ADMIN;

    /** @throws IllegalArgumentException with a sentence for the user if there is no such role */
    @JsonCreator
    public static Role parse(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Role \"%s\" does not exist: use viewer, operator or admin.".formatted(name)));
    }

    static Optional<Role> find(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The lower of the two. */
    Role atMost(Role other) {
        return covers(other) ? other : this;
    }

    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }

    /** {@code ROLE_VIEWER} and so on, up to this one. */
    List<GrantedAuthority> authorities() {
        return Arrays.stream(values())
                .filter(this::covers)
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }
}
