package io.zonekeeper.common.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A range of bytes of a decoded configuration that holds a secret, or something volatile: from {@code start} up to and without {@code end}. */
public record Span(int start, int end) {

    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span: %d to %d (expected: 0 <= start < end)".formatted(start, end));
        }
    }

    @JsonCreator
    static Span of(int[] both) {
        if (both.length != 2) {
            throw new IllegalArgumentException("span: %d numbers (expected: 2)".formatted(both.length));
        }
        return new Span(both[0], both[1]);
    }

    @JsonValue
    int[] both() {
        return new int[] {start, end};
    }
}
