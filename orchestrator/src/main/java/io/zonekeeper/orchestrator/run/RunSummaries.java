package io.zonekeeper.orchestrator.run;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the jobs of a run once more when its last one has finished, and for good. */
@Component
public class RunSummaries {

    private final JdbcClient jdbc;

    RunSummaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void tick() {
        jdbc.sql("""
                update run r set finished_at = c.finished_at, succeeded = c.succeeded, failed = c.failed, cancelled = c.cancelled
                from (select id, created_at from run
                    where finished_at is null
                    and not exists (select from job j where j.run_id = run.id and j.finished_at is null)
                    order by created_at limit 20
                    for update skip locked) done
                cross join lateral (
                    select coalesce(max(j.finished_at), done.created_at) as finished_at,
                        count(*) filter (where s.job_id is not null) as succeeded,
                        count(*) filter (where s.job_id is null and j.cancelled_at is null and j.id is not null) as failed,
                        count(*) filter (where s.job_id is null and j.cancelled_at is not null) as cancelled
                    from job j
                    left join (
                        select distinct job_id from outcome
                        where status = 'success' and day >= (done.created_at at time zone 'UTC')::date) s on s.job_id = j.id
                    where j.run_id = done.id) c
                where r.id = done.id
                """).update();
    }
}
