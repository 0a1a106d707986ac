package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How backups went lately, each counted once at its end whatever it took; cancelled ones do not count. Thread-safe. */
@Component
class BackupRates {

    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    BackupRates(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Backups that ended within an hour or a day of UTC. */
    record Slot(Instant from, long succeeded, long failed) {

        public long total() {
            return succeeded + failed;
        }
    }

    /** Slots in a row, oldest first, the last one not over. */
    record Rates(List<Slot> slots) {

        Rates {
            slots = List.copyOf(slots);
        }

        public long succeeded() {
            return slots.stream().mapToLong(Slot::succeeded).sum();
        }

        public long failed() {
            return slots.stream().mapToLong(Slot::failed).sum();
        }

        public long total() {
            return succeeded() + failed();
        }

        /** Of a bar, where the fullest slot has 96; so few that none would be seen have 2. */
        public long height(long backups) {
            long highest = slots.stream().mapToLong(Slot::total).max().orElse(0);
            return backups == 0 ? 0 : Math.max(2, 96 * backups / highest);
        }
    }

    /** By the hour, the one that runs and the 23 before it. */
    Rates lastDay(Scope scope) {
        Instant from = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(23));
        return rates(scope, from, Duration.ofHours(1));
    }

    /** By the day, the one that runs and the 29 before it. */
    Rates lastMonth(Scope scope) {
        Instant from = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(DAY.multipliedBy(29));
        return rates(scope, from, DAY);
    }

    private Rates rates(Scope scope, Instant from, Duration width) {
        return new Rates(jdbc.sql("""
                select slot, coalesce(sum(h.succeeded), 0) as succeeded, coalesce(sum(h.failed), 0) as failed
                from generate_series(:from::timestamptz, :until::timestamptz, make_interval(hours => :hours)) slot
                left join backup_hour h on h.hour >= slot and h.hour < slot + make_interval(hours => :hours) and %s
                group by slot order by slot
                """.formatted(scope.over("h.group_id")))
                .param("from", DatabaseTime.of(from))
                .param("until", DatabaseTime.of(clock.instant()))
                .param("hours", (int) width.toHours())
                .query((row, _) ->
                        new Slot(DatabaseTime.read(row, "slot"), row.getLong("succeeded"), row.getLong("failed")))
                .list());
    }
}
