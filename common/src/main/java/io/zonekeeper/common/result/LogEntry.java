package io.zonekeeper.common.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/** One line of an attempt's log, shown to the operator; never holds a secret. */
public record LogEntry(String source, Instant timestamp, Severity severity, String message) {

    /** Written in upper case; other spellings are read too. */
    public enum Severity {
        DEBUG,
        INFO,
        WARNING,
        ERROR;

        @JsonCreator
        static Severity ofName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        @JsonValue
        String jsonName() {
            return name();
        }
    }
}
