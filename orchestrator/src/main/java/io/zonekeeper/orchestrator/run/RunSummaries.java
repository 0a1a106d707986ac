package io.zonekeeper.orchestrator.run;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the jobs of a run once more when its last one has finished, and for good, as a whole and by group. */
@Component
public class RunSummaries {

    private final JdbcClient jdbc;

    RunSummaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void tick() {
        jdbc.sql("""
                with done as (
                    select id, created_at from run
                    where finished_at is null
                    and not exists (select from job j where j.run_id = run.id and j.finished_at is null)
                    order by created_at limit 20
                    for update skip locked),
                counted as (
                    select done.id, done.created_at, c.*
                    from done
                    cross join lateral (
                        select j.group_id,
                            max(j.finished_at) as finished_at,
                            count(*) filter (where s.job_id is not null) as succeeded,
                            count(*) filter (where s.job_id is null and j.cancelled_at is null) as failed,
                            count(*) filter (where s.job_id is null and j.cancelled_at is not null) as cancelled
                        from job j
                        left join lateral (
                            select o.job_id from outcome o
                            where o.job_id = j.id and o.status = 'success'
                            and o.day >= (done.created_at at time zone 'UTC')::date limit 1) s on true
                        where j.run_id = done.id
                        group by j.group_id) c),
                by_group as (
                    update run_group g
                    set succeeded = c.succeeded, failed = c.failed, cancelled = c.cancelled
                    from counted c
                    where g.run_id = c.id and g.group_id = c.group_id)
                update run r set finished_at = t.finished_at, succeeded = t.succeeded, failed = t.failed, cancelled = t.cancelled
                from (
                    select done.id, coalesce(max(c.finished_at), done.created_at) as finished_at,
                        coalesce(sum(c.succeeded), 0) as succeeded, coalesce(sum(c.failed), 0) as failed,
                        coalesce(sum(c.cancelled), 0) as cancelled
                    from done left join counted c on c.id = done.id
                    group by done.id, done.created_at) t
                where r.id = t.id
                """).update();
    }
}
