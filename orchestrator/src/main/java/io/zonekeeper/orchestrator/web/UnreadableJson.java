package io.zonekeeper.orchestrator.web;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

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
            case DatabindException mismatch ->
                mismatch.getPath().isEmpty()
                        ? Problem.malformed("The body has to be one JSON object.")
                        : Problem.invalid(new FieldError(
                                path(mismatch),
                                null,
                                "Field \"%s\" has a value of the wrong type.".formatted(path(mismatch))));
            case null, default -> Problem.malformed("A JSON object is missing in the body.");
        };
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
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
