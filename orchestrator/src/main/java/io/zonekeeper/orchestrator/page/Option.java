package io.zonekeeper.orchestrator.page;

/** One of the values a field offers, and how it is called. */
public record Option(String value, String word) {

    public static Option of(String value) {
        return new Option(value, value);
    }
}
