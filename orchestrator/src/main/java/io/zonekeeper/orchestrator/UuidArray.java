package io.zonekeeper.orchestrator;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Identifiers as one parameter of type {@code uuid[]}. Texts that the statement casts would do the same and cost more: PostgreSQL
 * evaluates the cast of a parameter anew for each row it compares.
 */
public final class UuidArray {

    /** A value for one execution of a statement. */
    public static SqlArrayValue of(Collection<UUID> ids) {
        return new SqlArrayValue("uuid", ids.toArray());
    }

    private UuidArray() {}
}
