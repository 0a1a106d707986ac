package io.zonekeeper.orchestrator.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.Arrays;
import java.util.Locale;

/** What a file of devices is. */
public enum ImportFormat {
    /** Rows of values under a header, apart by commas, semicolons, tabs or bars. */
    CSV,
    /** The router.db of an Oxidized server: a device a line, without a header. */
    OXIDIZED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Problem 422 if there is none */
    public static ImportFormat require(String name) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        new FieldError("format", name, "format is \"%s\": use csv or oxidized.".formatted(name))));
    }
}
