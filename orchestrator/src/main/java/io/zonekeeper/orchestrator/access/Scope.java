package io.zonekeeper.orchestrator.access;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The groups somebody sees: all of them, or those named. Who reads or changes what belongs to a group is given one and puts
 * {@link #over} into the SQL; what is out of it is not there. Immutable.
 *
 * @param unlimited true for all groups, also those to come
 * @param groups the names of the groups by their ids; empty if unlimited
 */
public record Scope(boolean unlimited, Map<Long, String> groups) implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Scope ALL = new Scope(true, Map.of());
    private static final Scope NOTHING = new Scope(false, Map.of());

    public Scope {
        groups = unlimited ? Map.of() : Map.copyOf(groups);
    }

    /** For what this process does by itself; a request has the scope of its user. */
    public static Scope all() {
        return ALL;
    }

    static Scope nothing() {
        return NOTHING;
    }

    public boolean sees(long groupId) {
        return unlimited || groups.containsKey(groupId);
    }

    public boolean sees(String groupName) {
        return unlimited || groups.containsValue(groupName);
    }

    /**
     * A condition of SQL that holds for rows of these groups; a row without a group, which belongs to all of them, is seen by who
     * sees all. It is made of numbers and the column alone, so that each scope has its own plan.
     *
     * @param column holds ids of groups, as in {@code d.group_id}; never what a user wrote
     */
    public String over(String column) {
        if (unlimited) {
            return "true";
        }
        if (groups.isEmpty()) {
            return "false";
        }
        return new TreeMap<>(groups)
                .keySet().stream().map(String::valueOf).collect(Collectors.joining(", ", column + " in (", ")"));
    }

    /** What both see. */
    Scope within(Scope other) {
        if (other.unlimited) {
            return this;
        }
        if (unlimited) {
            return other;
        }
        return new Scope(
                false,
                groups.entrySet().stream()
                        .filter(group -> other.groups.containsKey(group.getKey()))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
