-- What settling needs to be quick, and the counts of a finished run, so that lists need not count its jobs again.

create function task_day(task_id uuid) returns date language sql immutable parallel safe as $$
    select (to_timestamp(('x0000' || substr(replace(task_id::text, '-', ''), 1, 12))::bit(64)::bigint / 1000.0)
        at time zone 'UTC')::date
$$;
comment on function task_day is 'the UTC date inside a UUID of version 7: the partition of an attempt''s outcome';

alter table run
    add column finished_at timestamptz,
    add column succeeded   int,
    add column failed      int,
    add column cancelled   int;
create index run_open on run (created_at) where finished_at is null;
create index run_schedule on run (schedule_id, created_at desc) where schedule_id is not null;
comment on column run.finished_at is 'when the last job finished; the three counts are set with it';

create index job_run_open on job (run_id) where finished_at is null;

alter table attempt add column late_at timestamptz;
create index attempt_awaited on attempt (closed_at)
    where late_at is null and closed_as in ('LOST', 'DEAD_LETTERED');
comment on column attempt.late_at is 'when an outcome that came after the attempt was closed has been acted on';
