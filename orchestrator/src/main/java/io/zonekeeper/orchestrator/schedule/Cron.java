package io.zonekeeper.orchestrator.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * A five-field cron expression (minute, hour, day of month, month, day of week) in a time zone.
 *
 * <p>Where clocks change: a schedule whose minutes and hours are all named (such as {@code 30 2 * * *}) keeps to the clock on
 * the wall. A time the spring gap leaves out fires at the first instant after the gap, and a time the autumn repeats fires once,
 * the first time. A schedule with {@code *}, a range or a step among its minutes or hours (such as {@code 0 * * * *}) keeps to
 * elapsed time: what the gap leaves out is left out, and what the autumn repeats fires both times. Immutable.
 */
final class Cron {

    private static final List<String> FIELDS = List.of("minute", "hour", "day of month", "month", "day of week");
    private static final List<String> EXPECTED = List.of(
            "write 0 to 59, *, a list, a range or a step.",
            "write 0 to 23, *, a list, a range or a step.",
            "write 1 to 31, *, L, a list, a range or a step.",
            "write 1 to 12, JAN to DEC, *, a list, a range or a step.",
            "write 0 to 7 (0 and 7 are Sunday), MON to SUN, *, a list, a range or a step.");
    private static final int DAY_OF_MONTH = 2;
    private static final int DAY_OF_WEEK = 4;

    private final CronExpression expression;
    private final ZoneRules rules;
    private final boolean wallClock;

    private Cron(CronExpression expression, ZoneRules rules, boolean wallClock) {
        this.expression = expression;
        this.rules = rules;
        this.wallClock = wallClock;
    }

    /** @throws CronException with a sentence for the user, naming {@code cron} or {@code zone} as the field at fault */
    static Cron parse(String cron, String zone) {
        List<String> fields = List.of(cron.strip().split("\\s+"));
        if (fields.size() != FIELDS.size()) {
            throw CronException.ofCron(
                    cron,
                    "\"%s\" has %d fields: write five, for minute, hour, day of month, month and day of week, such as \"30 2 * * *\"."
                            .formatted(cron, cron.isBlank() ? 0 : fields.size()));
        }
        if (restricts(fields.get(DAY_OF_MONTH)) && restricts(fields.get(DAY_OF_WEEK))) {
            throw CronException.ofCron(
                    cron,
                    "Day of month \"%s\" and day of week \"%s\" are both set: leave one of them \"*\", or make two schedules."
                            .formatted(fields.get(DAY_OF_MONTH), fields.get(DAY_OF_WEEK)));
        }
        ZoneRules rules;
        try {
            rules = ZoneId.of(zone.strip()).getRules();
        } catch (DateTimeException e) {
            throw CronException.ofZone(zone, e);
        }
        boolean wallClock = namesItsValues(fields.get(0)) && namesItsValues(fields.get(1));
        Cron parsed = new Cron(expression(cron, fields), rules, wallClock);
        if (parsed.expression.next(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
            throw CronException.ofCron(cron, "\"%s\" never fires: there is no such day.".formatted(cron));
        }
        return parsed;
    }

    /** The first fire time after an instant; empty if there is none in sight. */
    Optional<Instant> next(Instant after) {
        return Optional.ofNullable(wallClock ? nextOnTheWall(after) : nextElapsed(after));
    }

    List<Instant> next(Instant after, int count) {
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> fire = next(after);
        while (fire.isPresent() && fires.size() < count) {
            fires.add(fire.get());
            fire = next(fire.get());
        }
        return fires;
    }

    private @Nullable Instant nextOnTheWall(Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        while (true) {
            local = expression.next(local);
            if (local == null) {
                return null;
            }
            Instant fire = firstValid(local);
            if (fire.isAfter(after)) {
                return fire;
            }
        }
    }

    private Instant firstValid(LocalDateTime local) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return offsets.isEmpty() ? rules.getTransition(local).getInstant() : local.toInstant(offsets.getFirst());
    }

    /** Between two changes of the clock the offset is constant, so each such span is asked on its own. */
    private @Nullable Instant nextElapsed(Instant after) {
        Instant from = after;
        ZoneOffset offset = rules.getOffset(after);
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (true) {
            LocalDateTime local = expression.next(LocalDateTime.ofInstant(from, offset));
            if (local == null) {
                return null;
            }
            Instant fire = local.toInstant(offset);
            if (change == null || fire.isBefore(change.getInstant())) {
                return fire;
            }
            from = change.getInstant().minusNanos(1);
            offset = change.getOffsetAfter();
            change = rules.nextTransition(change.getInstant());
        }
    }

    private static boolean restricts(String dayField) {
        return !dayField.equals("*") && !dayField.equals("?");
    }

    private static boolean namesItsValues(String field) {
        return field.matches("[0-9,]+");
    }

    private static CronExpression expression(String cron, List<String> fields) {
        try {
            return CronExpression.parse("0 " + String.join(" ", fields));
        } catch (IllegalArgumentException e) {
            throw CronException.ofCron(cron, fault(cron, fields), e);
        }
    }

    /** Each field is tried alone, to tell which one is at fault. */
    private static String fault(String cron, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            List<String> alone = new ArrayList<>(List.of("*", "*", "*", "*", "*"));
            alone.set(i, fields.get(i));
            if (!CronExpression.isValidExpression("0 " + String.join(" ", alone))) {
                return "The %s \"%s\" of \"%s\" is not valid: %s"
                        .formatted(FIELDS.get(i), fields.get(i), cron, EXPECTED.get(i));
            }
        }
        return "\"%s\" is no cron expression.".formatted(cron);
    }
}
