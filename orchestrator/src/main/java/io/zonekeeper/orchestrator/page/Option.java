package io.zonekeeper.orchestrator.page;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** One of the values a field offers, and how it is called. */
public record Option(String value, String word) {

    public static Option of(String value) {
        return new Option(value, value);
    }

    /** The values, after an empty one with a word of its own. */
    public static List<Option> list(String emptyWord, Collection<String> values) {
        return Stream.concat(
                        Stream.of(new Option("", emptyWord)), values.stream().map(Option::of))
                .toList();
    }
}
