package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.orchestrator.DatabaseTime;
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
        }
        jdbc.sql("update attempt set settled_at = :now where task_id = any(:tasks::uuid[])")
                .param("now", DatabaseTime.of(now))
                .param("tasks", Attempts.texts(ended.stream().map(Ended::taskId).toList()))
                .update();
        finish(finished, now);
        retry(again, dueAt);
    }

    void finish(List<UUID> jobIds, Instant now) {
        if (jobIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update job set finished_at = :now, due_at = null
                where id = any(:jobs::uuid[]) and finished_at is null
                """)
                .param("now", DatabaseTime.of(now))
                .param("jobs", Attempts.texts(jobIds))
                .update();
    }

    private void retry(List<UUID> jobIds, List<Instant> dueAt) {
        if (jobIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update job set due_at = again.due_at
                from unnest(:jobs::uuid[], :due::timestamptz[]) as again (id, due_at)
                where job.id = again.id and job.finished_at is null
                """)
                .param("jobs", Attempts.texts(jobIds))
                .param("due", Attempts.texts(dueAt))
                .update();
    }
}
