-- Who sees which groups, and what a token may do less than its user.

alter table app_user
    add column group_ids   bigint[],
    add column sees_secrets boolean not null default true;
comment on column app_user.group_ids is 'the groups the user is limited to, none of them if it is empty; null: all groups';
comment on column app_user.sees_secrets is 'whether configurations are shown with their secrets, if the role allows it at all';

alter table api_token
    add column role         text check (role in ('viewer', 'operator', 'admin')),
    add column group_ids    bigint[],
    add column sees_secrets boolean not null default true;
comment on column api_token.role is 'at most this role, and never more than the user''s; null: as the user';
comment on column api_token.group_ids is 'of the user''s groups only these; null: as the user';

alter table audit_event add column address text not null default '';
comment on column audit_event.address is 'where the request came from; empty for what no request did';

-- A credential of a group is for devices of that group; it is seen by who sees the group.
alter table credential add column group_id bigint references collector_group;
create index credential_group on credential (group_id) where group_id is not null;
comment on column credential.group_id is 'null: for devices of all groups, and seen only by who sees all groups';

-- A run by group, for those who do not see all of it.
create table run_group (
    run_id    uuid   not null references run,
    group_id  bigint not null references collector_group,
    job_count int    not null,
    succeeded int,
    failed    int,
    cancelled int,
    primary key (run_id, group_id)
);
comment on table run_group is 'writer: orchestrator; the three counts are set when the whole run has finished';

insert into run_group (run_id, group_id, job_count, succeeded, failed, cancelled)
select j.run_id, j.group_id, count(*),
    case when r.finished_at is not null then count(*) filter (where s.job_id is not null) end,
    case when r.finished_at is not null then count(*) filter (where s.job_id is null and j.cancelled_at is null) end,
    case when r.finished_at is not null then count(*) filter (where s.job_id is null and j.cancelled_at is not null) end
from job j
join run r on r.id = j.run_id
left join (select distinct job_id from outcome where status = 'success') s on s.job_id = j.id
group by j.run_id, j.group_id, r.finished_at;

-- Sessions hold their user as the release before knew it, without groups.
delete from spring_session;
