package io.zonekeeper.orchestrator.access;

import java.io.Serializable;
import java.security.Principal;

/** Who is asking: the principal of every authenticated request, by token or by session. */
public record User(long id, String name, Role role) implements Principal, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public String getName() {
        return name;
    }
}
