package io.zonekeeper.orchestrator.page;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A form as it is typed, with what is wrong beside the fields. Fields have the names the API has, so that one sentence serves both.
 * Not thread-safe. {@link #toString()} shows no value, since a form may hold secrets.
 */
public final class Form {

    private final Map<String, String> values;
    private final Map<String, String> errors = new LinkedHashMap<>();
    private @Nullable String sentence;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    public static Form empty() {
        return new Form(new LinkedHashMap<>());
    }

    /** What a browser sent. */
    public static Form of(Map<String, String> parameters) {
        return new Form(new LinkedHashMap<>(parameters));
    }

    /** Fills a field, with nothing for null. */
    public Form with(String field, @Nullable Object value) {
        values.put(field, value == null ? "" : value.toString());
        return this;
    }

    /** Takes secrets out, so that they are not sent back to the browser. */
    public Form without(String... fields) {
        for (String field : fields) {
            values.remove(field);
        }
        return this;
    }

    /** As typed; empty if it is not there. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /** For boxes to tick, which a browser sends only when they are. */
    public boolean ticked(String field) {
        return values.containsKey(field) && !value(field).equals("false");
    }

    /** Without blanks around it; null if nothing is left. */
    public @Nullable String text(String field) {
        String text = value(field).strip();
        return text.isEmpty() ? null : text;
    }

    /** All as typed. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    public @Nullable String error(String field) {
        return errors.get(field);
    }

    /** What is wrong with the whole of it; null if nothing is, or if it stands beside the fields. */
    public @Nullable String sentence() {
        return sentence;
    }

    public boolean failed() {
        return sentence != null || !errors.isEmpty();
    }

    /** Notes what is wrong; a field the form does not show is named in the sentence above it. */
    public Form reject(Problem problem, String... shownFields) {
        for (FieldError error : problem.errors()) {
            errors.putIfAbsent(error.field(), error.message());
        }
        boolean allShown = !problem.errors().isEmpty()
                && problem.errors().stream().allMatch(error -> isOneOf(error.field(), shownFields));
        sentence = allShown ? null : problem.detail();
        return this;
    }

    /** The named fields as JSON: text where there is some, whole numbers as numbers, and null for what is empty. */
    public ObjectNode json(String... fields) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        for (String field : fields) {
            json.put(field, text(field));
        }
        return json;
    }

    /** Puts whole numbers into JSON; what is no number stays text, for whoever reads it to refuse. */
    public ObjectNode numbers(ObjectNode json, String... fields) {
        for (String field : fields) {
            String text = text(field);
            if (text == null) {
                json.putNull(field);
            } else if (text.matches("-?[0-9]{1,18}")) {
                json.put(field, Long.parseLong(text));
            } else {
                errors.put(field, "\"%s\" is no whole number: write one, or leave it empty.".formatted(text));
                json.put(field, text);
            }
        }
        return json;
    }

    private static boolean isOneOf(String field, String... shown) {
        for (String name : shown) {
            if (name.equals(field)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Form" + values.keySet();
    }
}
