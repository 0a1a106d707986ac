package io.zonekeeper.orchestrator.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a form, so that a user sees all of it at once. Not thread-safe. */
public final class FieldErrors {

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String field, @Nullable Object value, String message) {
        errors.add(new FieldError(field, value, message));
    }

    /** The stripped text, or an empty one after noting that it is missing, too long or holds control characters. */
    public String line(String field, @Nullable String value, int longest) {
        if (value == null || value.isBlank()) {
            add(field, value, "%s is missing: give it a text of 1 to %d characters.".formatted(field, longest));
            return "";
        }
        return optionalLine(field, value, longest);
    }

    /** As {@link #line}, but empty if there is none. */
    public String optionalLine(String field, @Nullable String value, int longest) {
        String text = value == null ? "" : value.strip();
        if (text.length() > longest) {
            add(field, null, "%s has %d characters: use at most %d.".formatted(field, text.length(), longest));
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            add(field, null, "%s holds a line break or another control character: leave it out.".formatted(field));
        }
        return text;
    }

    /** @throws Problem 422 naming every field noted, if any was */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
