package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.UUID;

/** Ids of runs and jobs as users write them. */
final class RunIds {

    /** @throws Problem 422 naming the field */
    static UUID parse(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw notOurs(field, text);
        }
    }

    static Problem notOurs(String field, String text) {
        return Problem.invalid(new FieldError(
                field, text, "%s is \"%s\", which this list never gave: leave it out.".formatted(field, text)));
    }

    private RunIds() {}
}
