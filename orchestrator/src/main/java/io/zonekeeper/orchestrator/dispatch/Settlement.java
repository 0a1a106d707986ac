package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.ResultsBacklog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Closes the circle: acts on outcomes the consumer has written, takes attempts for lost that have none when they must, and takes in
 * what came after that. Any number of settlements may run.
 */
@Component
class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final int BATCH = 2000;

    /** How long after an attempt was closed an outcome of it still changes its job. */
    private static final Duration AWAITED = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Endings endings;
    private final Logins logins;
    private final ResultsBacklog backlog;
    private final Collectors collectors;
    private final Missing missing;
    private final Clock clock;

    Settlement(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Endings endings,
            Logins logins,
            ResultsBacklog backlog,
            Collectors collectors,
            Missing missing,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.endings = endings;
        this.logins = logins;
        this.backlog = backlog;
        this.collectors = collectors;
        this.missing = missing;
        this.clock = clock;
    }

    private record Outcome(Ended ended, Logins.Seen seen) {}

    /** @return whether anything was settled, so that there may be room for new attempts and looking again may find more */
    boolean tick() {
        return Boolean.TRUE.equals(transaction.execute(_ -> settleOutcomes()));
    }

    /** Takes for lost what is past its time or nowhere to be found; nothing while a result may be on its way. */
    boolean reconcile() {
        boolean late = Boolean.TRUE.equals(transaction.execute(_ -> takeLateOutcomes()));
        Optional<Instant> writtenUntil = writtenUntil();
        if (writtenUntil.isEmpty()) {
            log.debug("It is not known which results are on their way, skipping this run of the reconciler");
            return late;
        }
        Set<UUID> nowhere = missing.look(writtenUntil.get());
        return late | Boolean.TRUE.equals(transaction.execute(_ -> closeLost(writtenUntil.get(), nowhere)));
    }

    private Optional<Instant> writtenUntil() {
        if (TestSwitch.NO_RECONCILE.isOn()) {
            return Optional.empty();
        }
        return TestSwitch.NO_BACKLOG.isOn() ? Optional.of(clock.instant()) : backlog.writtenUntil();
    }

    /** Looks up the outcome of each open attempt, which are few: a join would be planned as a scan of all outcomes. */
    private boolean settleOutcomes() {
        ByIndex.plan(jdbc);
        List<Outcome> outcomes =
                jdbc.sql("""
                select a.task_id, a.job_id, a.number, j.kind, j.cancelled_at is not null as cancelled, j.device_id,
                    d.credential_id, o.status, o.failure, o.collected_at, case when k.device_id is null then o.host_key end as host_key
                from attempt a
                cross join lateral (
                    select * from outcome o where o.day = a.day and o.task_id = a.task_id limit 1) o
                join job j on j.id = a.job_id
                left join device d on d.id = j.device_id
                left join accepted_host_key k on k.device_id = j.device_id
                where a.settled_at is null
                limit :most
                for update of a, j skip locked
                """).param("most", BATCH).query(Settlement::outcome).list();
        endings.apply(outcomes.stream().map(Outcome::ended).toList());
        logins.learn(outcomes.stream().map(Outcome::seen).toList());
        return !outcomes.isEmpty();
    }

    private static Outcome outcome(ResultSet row, int number) throws SQLException {
        boolean success = row.getString("status").equals("success");
        @Nullable String failure = row.getString("failure");
        Ended ended = ended(row, success ? new Ended.Success() : new Ended.Failure(String.valueOf(failure)));
        Logins.Seen seen = new Logins.Seen(
                row.getObject("device_id", Long.class),
                row.getObject("credential_id", Long.class),
                success,
                failure,
                row.getString("host_key"),
                DatabaseTime.read(row, "collected_at"));
        return new Outcome(ended, seen);
    }

    private static Ended ended(ResultSet row, Ended.Ending ending) throws SQLException {
        return new Ended(
                row.getObject("task_id", UUID.class),
                row.getObject("job_id", UUID.class),
                row.getInt("number"),
                row.getString("kind"),
                row.getBoolean("cancelled"),
                ending);
    }

    private boolean closeLost(Instant writtenUntil, Set<UUID> nowhere) {
        Instant now = clock.instant();
        List<Ended> lost = jdbc.sql("""
                select a.task_id, a.job_id, a.number, j.kind, j.cancelled_at is not null as cancelled
                from attempt a
                join job j on j.id = a.job_id
                where a.settled_at is null and (a.reconcile_at < :until or a.task_id = any(:nowhere))
                and not (a.task_id = any(:running))
                and not exists (select from outcome o where o.day = a.day and o.task_id = a.task_id)
                limit :most
                for update of a, j skip locked
                """)
                .param("until", DatabaseTime.of(writtenUntil))
                .param("nowhere", UuidArray.of(nowhere))
                .param("running", UuidArray.of(collectors.liveness().running()))
                .param("most", BATCH)
                .query((row, _) -> ended(row, new Ended.NoOutcome()))
                .list();
        if (lost.isEmpty()) {
            return false;
        }
        jdbc.sql("update attempt set closed_at = :now, closed_as = 'LOST' where task_id = any(:tasks)")
                .param("now", DatabaseTime.of(now))
                .param("tasks", UuidArray.of(lost.stream().map(Ended::taskId).toList()))
                .update();
        endings.apply(lost);
        log.info(
                "{} attempts are taken for lost: their time is over, or no queue and no collector has them.",
                lost.size());
        return true;
    }

    /** A success that comes after its attempt was given up ends the job all the same, and its run is counted again. */
    private boolean takeLateOutcomes() {
        Instant now = clock.instant();
        List<UUID> late = jdbc.sql("""
                with late as (
                    update attempt a set late_at = :now
                    from outcome o
                    where o.day = a.day and o.task_id = a.task_id
                    and a.late_at is null and a.closed_as in ('LOST', 'DEAD_LETTERED') and a.closed_at > :since
                    returning a.job_id, o.status)
                select job_id from late where status = 'success'
                """)
                .param("now", DatabaseTime.of(now))
                .param("since", DatabaseTime.of(now.minus(AWAITED)))
                .query(UUID.class)
                .list();
        if (late.isEmpty()) {
            return false;
        }
        endings.succeedLate(late, now);
        jdbc.sql("""
                update run set finished_at = null
                where id in (select run_id from job where id = any(:jobs)) and finished_at is not null
                """).param("jobs", UuidArray.of(late)).update();
        return true;
    }
}
