package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.web.FieldErrors;
import org.jspecify.annotations.Nullable;

/** A group as a user writes it. */
public record GroupForm(
        @Nullable String name,
        @Nullable String description,
        @Nullable Integer slots,
        @Nullable Integer sessionRate) {

    private static final int LONGEST_DESCRIPTION = 500;
    private static final int MOST = 100_000;

    static GroupForm of(CollectorGroup group) {
        return new GroupForm(group.name().value(), group.description(), group.slots(), group.sessionRate());
    }

    void check() {
        FieldErrors errors = new FieldErrors();
        if (name == null) {
            errors.add("name", null, "name is missing: use 1 to 63 lower-case letters, digits and hyphens.");
        } else if (!GroupName.isValid(name)) {
            errors.add(
                    "name",
                    name,
                    "Group name \"%s\" is not valid: use 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit."
                            .formatted(name));
        }
        errors.optionalLine("description", description, LONGEST_DESCRIPTION);
        checkRange("slots", slots, errors);
        checkRange("session_rate", sessionRate, errors);
        errors.throwIfAny();
    }

    /** Empty rather than null. */
    String describes() {
        return description == null ? "" : description.strip();
    }

    private static void checkRange(String field, @Nullable Integer value, FieldErrors errors) {
        if (value != null && (value < 1 || value > MOST)) {
            errors.add(field, value, "%s is %d: use 1 to %d, or leave it out.".formatted(field, value, MOST));
        }
    }
}
