package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.collector.Revocations;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cancels what is left of a run, in the groups of who asks. Jobs that wait end at once; one whose attempt is with the broker or a collector is revoked, and
 * ends when its collector says so, or in success if it had begun.
 */
@Component
public class RunCancellation {

    private static final Duration LEAST_LIFE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Runs runs;
    private final Revocations revocations;
    private final Audit audit;
    private final Clock clock;

    RunCancellation(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Runs runs,
            Revocations revocations,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.runs = runs;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param cancelled jobs cancelled by this call
     * @param revoked of these, how many had an attempt out
     * @param reachedCollectors false if Redis is away, so that those may still run
     */
    public record Cancelled(int cancelled, int revoked, boolean reachedCollectors) {}

    /** @throws Problem 404 */
    public Cancelled cancel(User who, UUID runId) {
        if (runs.find(who.scope(), runId).isEmpty()) {
            throw Problem.notFound("Run " + runId);
        }
        Instant now = clock.instant();
        record Marked(int jobs, List<UUID> out) {}
        Marked marked = transaction.execute(_ -> {
            int jobs = cancelJobs(who, runId, now);
            List<UUID> out = out(who.scope(), runId);
            audit.record(
                    who.name(), "run.cancel", "run " + runId, "%d jobs, %d of them out".formatted(jobs, out.size()));
            return new Marked(jobs, out);
        });
        if (marked == null) {
            throw new IllegalStateException("The transaction gave nothing");
        }
        boolean reached = revocations.revoke(marked.out(), life(who.scope(), runId, now));
        return new Cancelled(marked.jobs(), marked.out().size(), reached);
    }

    private int cancelJobs(User who, UUID runId, Instant now) {
        return jdbc.sql("""
                with open as (
                    select id from job where run_id = :run and finished_at is null and cancelled_at is null and %s
                    order by id for update)
                update job set cancelled_at = :now, cancelled_by = :who,
                    finished_at = case when due_at is not null then :now end, due_at = null
                from open where job.id = open.id
                """.formatted(who.scope().over("group_id")))
                .param("run", runId)
                .param("now", DatabaseTime.of(now))
                .param("who", who.name())
                .update();
    }

    private List<UUID> out(Scope scope, UUID runId) {
        return jdbc.sql("""
                select a.task_id from job j join attempt a on a.job_id = j.id and a.settled_at is null
                where j.run_id = :run and j.finished_at is null and j.cancelled_at is not null and %s
                """.formatted(scope.over("j.group_id")))
                .param("run", runId)
                .query(UUID.class)
                .list();
    }

    /** Until the last attempt has its outcome or is taken for lost. */
    private Duration life(Scope scope, UUID runId, Instant now) {
        return jdbc.sql("""
                select max(a.reconcile_at) as reconcile_at
                from job j join attempt a on a.job_id = j.id and a.settled_at is null
                where j.run_id = :run and j.finished_at is null and %s
                """.formatted(scope.over("j.group_id")))
                .param("run", runId)
                .query((row, _) -> {
                    Instant last = DatabaseTime.readNullable(row, "reconcile_at");
                    Duration life = last == null ? LEAST_LIFE : Duration.between(now, last);
                    return life.compareTo(LEAST_LIFE) < 0 ? LEAST_LIFE : life;
                })
                .single();
    }
}
