package io.zonekeeper.common.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The id of one attempt, a UUID version 7 (RFC 9562, section 5.7): its first 48 bits are milliseconds since the epoch, so the
 * UTC date of an attempt can be read off its id on every side.
 */
public record TaskId(UUID value) implements Comparable<TaskId> {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException if the UUID is not of version 7 */
    public TaskId {
        if (value.version() != 7) {
            throw new IllegalArgumentException("Task id %s is no UUID of version 7.".formatted(value));
        }
    }

    public static TaskId next(Instant now) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextInt() & 0x0FFFL);
        long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new TaskId(new UUID(high, low));
    }

    /** @throws IllegalArgumentException if the text is no UUID of version 7 */
    @JsonCreator
    public static TaskId parse(String text) {
        return new TaskId(UUID.fromString(text));
    }

    public Instant createdAt() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    /** The partition of the outcome: UTC date of {@link #createdAt()}. */
    public LocalDate day() {
        return LocalDate.ofInstant(createdAt(), ZoneOffset.UTC);
    }

    @Override
    public int compareTo(TaskId other) {
        return toString().compareTo(other.toString());
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
