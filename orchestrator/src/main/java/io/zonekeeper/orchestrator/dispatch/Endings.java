package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.job.JobKind;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Acts on ended attempts: the attempt is settled, its job has finished or waits for the next attempt. Thread-safe. */
@Component
class Endings {

    private final JdbcClient jdbc;
    private final DispatchSettings settings;
    private final Clock clock;

    Endings(JdbcClient jdbc, DispatchSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Within the transaction that holds the rows of these attempts. */
    void apply(List<Ended> ended) {
        if (ended.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<UUID> finished = new ArrayList<>();
        List<UUID> succeeded = new ArrayList<>();
        List<UUID> again = new ArrayList<>();
        List<Instant> dueAt = new ArrayList<>();
        for (Ended attempt : ended) {
            Optional<Instant> next =
                    attempt.next(settings, now, ThreadLocalRandom.current().nextDouble());
            if (next.isPresent()) {
                again.add(attempt.jobId());
                dueAt.add(next.get());
            } else {
                finished.add(attempt.jobId());
            }
            if (attempt.ending() instanceof Ended.Success) {
                succeeded.add(attempt.jobId());
            }
        }
        jdbc.sql("update attempt set settled_at = :now where task_id = any(:tasks)")
                .param("now", DatabaseTime.of(now))
                .param("tasks", UuidArray.of(ended.stream().map(Ended::taskId).toList()))
                .update();
        finish(finished, succeeded, now);
        retry(again, dueAt);
    }

    /** Those that have not finished do now, and backups among them are counted, cancelled ones only if they succeeded. */
    private void finish(List<UUID> jobIds, List<UUID> succeeded, Instant now) {
        if (jobIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                with ended as (
                    update job set finished_at = :now, due_at = null
                    where id = any(:jobs) and finished_at is null
                    returning id, group_id, kind, cancelled_at),
                judged as (
                    select group_id, cancelled_at, id in (select unnest(:succeeded)) as success from ended where kind = :backup)
                insert into backup_hour (hour, group_id, succeeded, failed)
                select date_trunc('hour', :now::timestamptz, 'UTC'), group_id,
                    count(*) filter (where success), count(*) filter (where not success)
                from judged where success or cancelled_at is null
                group by group_id order by group_id
                on conflict (hour, group_id) do update
                set succeeded = backup_hour.succeeded + excluded.succeeded, failed = backup_hour.failed + excluded.failed
                """)
                .param("now", DatabaseTime.of(now))
                .param("jobs", UuidArray.of(jobIds))
                .param("succeeded", UuidArray.of(succeeded))
                .param("backup", JobKind.BACKUP.wireName())
                .update();
    }

    /** Jobs whose success came after they were given up; what was counted as a failure then is a success now. */
    void succeedLate(List<UUID> jobIds, Instant now) {
        jdbc.sql("""
                update backup_hour h set succeeded = h.succeeded + c.jobs, failed = h.failed - c.jobs
                from (
                    select date_trunc('hour', j.finished_at, 'UTC') as hour, j.group_id, count(*) as jobs
                    from job j
                    where j.id = any(:jobs) and j.finished_at is not null and j.cancelled_at is null and j.kind = :backup
                    and (select count(*) from outcome o where o.job_id = j.id and o.status = 'success') = 1
                    group by 1, 2) c
                where h.hour = c.hour and h.group_id = c.group_id
                """)
                .param("jobs", UuidArray.of(jobIds))
                .param("backup", JobKind.BACKUP.wireName())
                .update();
        finish(jobIds, jobIds, now);
    }

    private void retry(List<UUID> jobIds, List<Instant> dueAt) {
        if (jobIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update job set due_at = again.due_at
                from unnest(:jobs, :due::timestamptz[]) as again (id, due_at)
                where job.id = again.id and job.finished_at is null
                """)
                .param("jobs", UuidArray.of(jobIds))
                .param("due", Attempts.texts(dueAt))
                .update();
    }
}
