package io.zonekeeper.common.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a collector group: 1 to 63 lower-case letters, digits and hyphens, not beginning with a hyphen. Given once and
 * never changed, since the queue carries it.
 */
public record GroupName(String value) {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException with a sentence for the user if the value is no slug */
    @JsonCreator
    public GroupName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "Group name \"%s\" is not valid: use 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit."
                            .formatted(value));
        }
    }

    public static boolean isValid(String value) {
        return SLUG.matcher(value).matches();
    }

    /** The AMQP queue that the collectors of this group consume. */
    public String queue() {
        return Queues.GROUP_PREFIX + value;
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }
}
