package io.zonekeeper.orchestrator.bulk;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done to selected devices. */
public enum BulkAction {
    /** Gives them another group, platform or credential, or other tags. */
    CHANGE("Change"),
    ENABLE("Enable"),
    DISABLE("Disable"),
    /** Backs up those that are enabled. */
    RUN("Run"),
    DELETE("Delete");

    private final String word;

    BulkAction(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException with a sentence for the user if there is none */
    @JsonCreator
    static BulkAction parse(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(sentence(name)));
    }

    /** @throws Problem 422 if there is none */
    static BulkAction require(String name) {
        return find(name).orElseThrow(() -> Problem.invalid(new FieldError("action", name, sentence(name))));
    }

    private static Optional<BulkAction> find(String name) {
        return Arrays.stream(values())
                .filter(action -> action.wireName().equals(name))
                .findFirst();
    }

    private static String sentence(String name) {
        return "action is \"%s\": use change, enable, disable, run or delete.".formatted(name);
    }
}
