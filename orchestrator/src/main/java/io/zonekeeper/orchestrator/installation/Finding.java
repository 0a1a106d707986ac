package io.zonekeeper.orchestrator.installation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one thing the installation needs was found. Holds no secret.
 *
 * @param name what was looked at, as in {@code PostgreSQL}
 * @param sentence what was found
 * @param fix what to do about it; null if all is well
 */
public record Finding(
        String name, State state, String sentence, @Nullable String fix) {

    /** How bad it is. */
    public enum State {
        /** As it should be. */
        OK,
        /** It works, but not as safely as it should. */
        WARNING,
        /** It does not work. */
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String name, String sentence) {
        return new Finding(name, State.OK, sentence, null);
    }

    static Finding warning(String name, String sentence, String fix) {
        return new Finding(name, State.WARNING, sentence, fix);
    }

    static Finding failed(String name, String sentence, String fix) {
        return new Finding(name, State.FAILED, sentence, fix);
    }

    /** The first line of the innermost cause, where a server's own words are, without its full stop. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines().findFirst().orElse("no reason given").replaceFirst("\\.$", "");
    }
}
