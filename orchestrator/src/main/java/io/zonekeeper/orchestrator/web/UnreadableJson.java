package io.zonekeeper.orchestrator.web;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Turns what the JSON mapper throws into a problem; values are never repeated, since they may be secrets. */
final class UnreadableJson {

    static Problem problem(@Nullable Throwable failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                Problem.invalid(new FieldError(
                        path(unknown),
                        null,
                        "There is no field \"%s\": leave it out, or use one of %s."
                                .formatted(path(unknown), known(unknown))));
            case StreamReadException broken ->
                Problem.malformed("The body is no JSON: it breaks at %s.".formatted(place(broken.getLocation())));
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException reason ->
                Problem.invalid(new FieldError(path(refused), null, String.valueOf(reason.getMessage())));
            case DatabindException mismatch
            when mismatch.getPath().isEmpty() -> Problem.malformed("The body has to be one JSON object.");
            case DatabindException mismatch ->
                Problem.invalid(new FieldError(
                        path(mismatch),
                        null,
                        "Field \"%s\" has a value of the wrong type: it has to be %s."
                                .formatted(path(mismatch), expected(mismatch))));
            case null, default -> Problem.malformed("A JSON object is missing in the body.");
        };
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String expected(DatabindException e) {
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null) {
            return "another one";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "an object of texts";
        }
        return type == Boolean.class || type == boolean.class ? "true or false" : "a text";
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds() == null
                ? "the documented ones"
                : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null
                ? "an unknown place"
                : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private UnreadableJson() {}
}
