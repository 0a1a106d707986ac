package io.zonekeeper.orchestrator.web;

import io.zonekeeper.common.wire.Json;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Which part of a list is asked for.
 *
 * @param limit rows at most; a query fetches one more, see {@link #fetch()}
 * @param after the sort key of the last row seen, empty for the first page
 */
public record PageRequest(int limit, List<String> after) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int LARGEST_LIMIT = 500;

    public PageRequest {
        after = List.copyOf(after);
    }

    /**
     * @param parts number of columns in the list's sort key
     * @throws Problem 422 if the limit is out of bounds or {@code after} is not what a page gave as {@code next}
     */
    public static PageRequest of(@Nullable Integer limit, @Nullable String after, int parts) {
        int rows = limit == null ? DEFAULT_LIMIT : limit;
        if (rows < 1 || rows > LARGEST_LIMIT) {
            throw Problem.invalid(
                    new FieldError("limit", limit, "limit is %d: use 1 to %d.".formatted(rows, LARGEST_LIMIT)));
        }
        return new PageRequest(rows, after == null || after.isEmpty() ? List.of() : key(after, parts));
    }

    /**
     * As {@link #of} for a list sorted by id.
     *
     * @throws Problem 422 as there
     */
    public static PageRequest byId(@Nullable Integer limit, @Nullable String after) {
        PageRequest request = of(limit, after, 1);
        request.afterId();
        return request;
    }

    /**
     * As {@link #of} for a list sorted by one text.
     *
     * @throws Problem 422 as there
     */
    public static PageRequest byText(@Nullable Integer limit, @Nullable String after) {
        return of(limit, after, 1);
    }

    /** The text in a key of one column; empty for the first page. */
    public String afterText() {
        return after.isEmpty() ? "" : after.getFirst();
    }

    /** The id in a key of one column; null for the first page. */
    public @Nullable Long afterId() {
        try {
            return after.isEmpty() ? null : Long.valueOf(after.getFirst());
        } catch (NumberFormatException e) {
            throw notOurs(after.getFirst());
        }
    }

    /** Rows a query asks for: one more than is shown. */
    public int fetch() {
        return limit + 1;
    }

    /** What to give as {@code after} for the part of the list behind this sort key. */
    public static String cursor(List<String> key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.MAPPER.writeValueAsBytes(key));
    }

    private static List<String> key(String cursor, int parts) {
        try {
            String[] key = Json.MAPPER.readValue(Base64.getUrlDecoder().decode(cursor), String[].class);
            if (key.length == parts) {
                return List.of(key);
            }
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw notOurs(cursor);
        }
        throw notOurs(cursor);
    }

    /** For a cursor that no page of the list gave. */
    public static Problem notOurs(@Nullable String cursor) {
        return Problem.invalid(new FieldError(
                "after",
                cursor,
                "after is \"%s\", which is no \"next\" of this list: begin without it.".formatted(cursor)));
    }
}
