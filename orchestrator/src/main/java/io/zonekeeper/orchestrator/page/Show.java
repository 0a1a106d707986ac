package io.zonekeeper.orchestrator.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values look in pages; in templates {@code #show}. Immutable. */
public final class Show {

    static final Show INSTANCE = new Show();

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm xxx", Locale.ENGLISH);
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Show() {}

    /** For the datetime attribute. */
    public String iso(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    public String time(Instant instant) {
        return timeOf(instant);
    }

    /** As in {@code 2026-11-21 05:14:03 UTC}. */
    public static String timeOf(Instant instant) {
        return SECONDS.format(instant) + " UTC";
    }

    /** In its own zone, with the day of the week: when somebody means to plan. */
    public String local(ZonedDateTime time) {
        return LOCAL.format(time);
    }

    /** The time of the day alone, to the millisecond. */
    public String clock(Instant instant) {
        return MILLIS.format(instant);
    }

    /** A time of UTC in short, by a pattern as in {@code HH:mm}. */
    public String slot(Instant instant, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    /** With thousands apart. */
    public String number(@Nullable Number number) {
        return number == null ? "–" : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    /** As in "1 device", "1,200 devices". */
    public String count(Number number, String one) {
        return countOf(number, one);
    }

    /** As {@link #count}. */
    public static String countOf(Number number, String one) {
        return INSTANCE.number(number) + " " + (number.longValue() == 1 ? one : plural(one));
    }

    public String bytes(Number bytes) {
        double value = bytes.doubleValue();
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0
                ? "%d B".formatted(bytes.longValue())
                : String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    public String millis(long millis) {
        return duration(Duration.ofMillis(millis));
    }

    public String duration(Duration duration) {
        if (duration.isNegative()) {
            return "-" + duration(duration.negated());
        }
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long minutes = duration.toMinutes();
        return minutes < 60
                ? "%d min %d s".formatted(minutes, duration.toSecondsPart())
                : minutes < 48 * 60
                        ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
                        : "%d days".formatted(duration.toDays());
    }

    public String between(Instant from, Instant to) {
        return duration(Duration.between(from, to));
    }

    /** A percentage without decimals that says 100 only for all and 0 only for none. */
    public long percent(long part, long total) {
        if (part == 0 || total == 0) {
            return 0;
        }
        return part == total ? 100 : Math.clamp(Math.round(100.0 * part / total), 1, 99);
    }

    /**
     * Text of a device made harmless: control characters and marks that turn the direction of writing are shown by their number.
     * Tabs and line ends stay.
     */
    public String plain(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder plain = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(point -> append(plain, point));
        return plain.toString();
    }

    /** Of a job, as the API names the state. */
    public Badge job(String state) {
        return Badge.ofJob(state);
    }

    public Badge ok(String word) {
        return Badge.ok(word);
    }

    public Badge idle(String word) {
        return Badge.idle(word);
    }

    public Badge paused(String word) {
        return Badge.paused(word);
    }

    /** A failure kind in words, as in {@code Login refused}. */
    public String failure(@Nullable String kind) {
        return failureOf(kind);
    }

    /** As {@link #failure}. */
    public static String failureOf(@Nullable String kind) {
        return kind == null ? "" : FailureWords.of(kind);
    }

    /** Who or what cancelled a job: the name of a user, which has no blank, or a sentence. */
    public String canceller(String whoOrWhat) {
        return whoOrWhat.contains(" ") ? whoOrWhat : "by " + whoOrWhat;
    }

    /** What to do about a failure; empty where nothing is known. */
    public String hint(@Nullable String kind) {
        return kind == null ? "" : FailureWords.hint(kind);
    }

    private static void append(StringBuilder plain, int point) {
        if (point == '\t' || point == '\n') {
            plain.append((char) point);
        } else if (Character.isISOControl(point) || isInvisible(point)) {
            plain.append("\u27e8U+%04X\u27e9".formatted(point));
        } else {
            plain.appendCodePoint(point);
        }
    }

    private static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE;
    }

    private static String plural(String one) {
        return one.endsWith("y") && !one.endsWith("ay") && !one.endsWith("ey")
                ? one.substring(0, one.length() - 1) + "ies"
                : one + "s";
    }
}
