package io.zonekeeper.orchestrator.schedule;

import io.zonekeeper.orchestrator.run.RunInserts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fires what is due. Run, jobs and the schedule's advance are one transaction that holds the schedule's row, and (schedule, fire
 * time) is unique: any number of orchestrators may tick and each time fires once.
 */
@Component
public class ScheduleTick {

    private static final Logger log = LoggerFactory.getLogger(ScheduleTick.class);

    /** A fire time this old was missed: nobody was there. */
    static final Duration GRACE = Duration.ofSeconds(60);

    private final Schedules schedules;
    private final RunInserts runs;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ScheduleTick(Schedules schedules, RunInserts runs, TransactionTemplate transaction, Clock clock) {
        this.schedules = schedules;
        this.runs = runs;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** One schedule a transaction. @return whether one was due, so that looking again may find more */
    public boolean tick() {
        return Boolean.TRUE.equals(transaction.execute(_ -> fireOne()));
    }

    private boolean fireOne() {
        List<Schedules.Due> due = schedules.claimDue(1);
        due.forEach(this::fire);
        return !due.isEmpty();
    }

    private void fire(Schedules.Due due) {
        Instant now = clock.instant();
        boolean missed = Duration.between(due.fireAt(), now).compareTo(GRACE) > 0;
        schedules.advance(
                due.id(), due.times().next(missed ? now : due.fireAt()).orElse(null));
        if (missed && due.misfire() == Schedule.Misfire.SKIP) {
            skip(due, "skipped: nobody was there to fire it at its time");
            return;
        }
        if (due.overlap() == Schedule.Overlap.SKIP && schedules.hasOpenRun(due.id())) {
            skip(due, "skipped: the run before has not finished");
            return;
        }
        runs.fire(due.id(), due.name(), due.fireAt(), due.target(), missed ? now : due.fireAt(), due.jitter());
    }

    private void skip(Schedules.Due due, String note) {
        runs.skip(due.id(), due.name(), due.fireAt(), note);
        log.info("Schedule {} of {}: {}.", due.name(), due.fireAt(), note);
    }
}
