-- What the pages read: volatile parts of configurations, how backups went by the hour, what a group waits for.

alter table config_version add column volatile_spans text not null default '[]';
comment on column config_version.volatile_spans is
    'byte ranges that change without a change of the configuration, such as the time it was written at';

create table backup_hour (
    hour      timestamptz not null,
    group_id  bigint      not null references collector_group,
    succeeded int         not null default 0,
    failed    int         not null default 0,
    primary key (hour, group_id)
);
comment on table backup_hour is 'writer: orchestrator; backups that have ended, by the UTC hour of their end; cancelled ones do not count';

insert into backup_hour (hour, group_id, succeeded, failed)
select date_trunc('hour', j.finished_at, 'UTC'), j.group_id,
    count(*) filter (where s.job_id is not null), count(*) filter (where s.job_id is null)
from job j
left join (select distinct job_id from outcome where status = 'success') s on s.job_id = j.id
where j.finished_at > now() - interval '31 days' and j.kind = 'backup' and (s.job_id is not null or j.cancelled_at is null)
group by 1, 2;

-- The oldest job of each group that has not ended, without a look at the table.
create index job_open_since on job (group_id, not_before) include (id) where finished_at is null;
drop index job_open;

-- Whether a job has succeeded, without a look at its outcomes, which are wide.
create index outcome_job_status on outcome (job_id, status) include (day);
drop index outcome_job;
