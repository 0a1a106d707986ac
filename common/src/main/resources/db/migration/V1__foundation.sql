-- Each table has one writer process, named in its comment. Columns are added, never repurposed: the release before
-- must be able to read what this one leaves behind.

-- Who may use the orchestrator.

create table app_user (
    id            bigint generated always as identity primary key,
    name          text        not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._@-]{0,62}$'),
    password_hash text        not null,
    role          text        not null check (role in ('viewer', 'operator', 'admin')),
    created_at    timestamptz not null default now(),
    disabled_at   timestamptz
);
create unique index app_user_name on app_user (lower(name));
comment on table app_user is 'writer: orchestrator';

create table api_token (
    id           bigint generated always as identity primary key,
    user_id      bigint      not null references app_user,
    name         text        not null,
    prefix       text        not null,
    sha256       bytea       not null unique,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
comment on table api_token is 'writer: orchestrator; the token itself is shown once and never stored';

create table setup_token (
    singleton  boolean primary key default true check (singleton),
    sha256     bytea       not null,
    created_at timestamptz not null default now(),
    used_at    timestamptz
);
comment on table setup_token is 'writer: orchestrator';

create table audit_event (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    who     text        not null,
    action  text        not null,
    subject text        not null,
    detail  text        not null default ''
);
comment on table audit_event is 'writer: orchestrator; only ever inserted into; no secrets';

create table idempotency_key (
    user_id    bigint      not null references app_user,
    key        text        not null,
    request    bytea       not null,
    status     int         not null,
    location   text,
    body       text        not null,
    created_at timestamptz not null default now(),
    primary key (user_id, key)
);
comment on table idempotency_key is 'writer: orchestrator; request is the SHA-256 of what was asked';

-- Groups, devices, credentials.

create table collector_group (
    id           bigint generated always as identity primary key,
    name         text        not null check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    description  text        not null default '',
    slots        int         check (slots > 0),
    session_rate int         check (session_rate > 0),
    paused_at    timestamptz,
    paused_by    text,
    pause_reason text,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    deleted_at   timestamptz
);
create unique index collector_group_name on collector_group (name);
comment on table collector_group is 'writer: orchestrator; a name is given once: a deleted group keeps its own';
comment on column collector_group.slots is 'jobs at once in one collector of the group; null: as started';
comment on column collector_group.session_rate is 'session starts a second in one collector; null: not limited';

create table group_key (
    key_id     text primary key,
    group_id   bigint      not null references collector_group,
    public_key bytea       not null,
    created_at timestamptz not null default now(),
    retired_at timestamptz
);
create index group_key_group on group_key (group_id);
comment on table group_key is 'writer: orchestrator; the private half is shown once and never stored';

create table credential (
    id            bigint generated always as identity primary key,
    name          text        not null,
    username      text        not null,
    sealed        bytea       not null,
    version       int         not null default 1,
    paused_at     timestamptz,
    pause_reason  text,
    refusals      int         not null default 0,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);
create unique index credential_name on credential (lower(name));
comment on table credential is 'writer: orchestrator; sealed under the master key; refusals: logins refused in a row';

create table device (
    id            bigint generated always as identity primary key,
    group_id      bigint      not null references collector_group,
    name          text        not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
    address       text        not null,
    port          int         not null check (port between 0 and 65535),
    platform      text        not null,
    credential_id bigint      references credential,
    enabled       boolean     not null default true,
    parameters    jsonb       not null default '{}',
    limit_seconds int         check (limit_seconds between 1 and 570),
    max_bytes     bigint      check (max_bytes > 0),
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    deleted_at    timestamptz
);
create unique index device_name on device (group_id, lower(name)) where deleted_at is null;
create unique index device_address on device (group_id, address, port) where deleted_at is null;
create index device_credential on device (credential_id);
comment on table device is 'writer: orchestrator; port 0: the platform''s default';

create table accepted_host_key (
    device_id   bigint primary key references device,
    host_key    text        not null,
    fingerprint text        not null,
    accepted_at timestamptz not null default now(),
    accepted_by text        not null
);
comment on table accepted_host_key is 'writer: orchestrator; accepted_by is "first use" or a user';

-- Schedules, runs, jobs, attempts.

create table schedule (
    id             bigint generated always as identity primary key,
    name           text        not null,
    cron           text        not null,
    zone           text        not null,
    group_id       bigint      references collector_group,
    jitter_seconds int         not null default 0 check (jitter_seconds between 0 and 86400),
    misfire        text        not null default 'run_once' check (misfire in ('run_once', 'skip')),
    overlap        text        not null default 'skip' check (overlap in ('skip', 'queue')),
    enabled        boolean     not null default true,
    next_fire_at   timestamptz,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    deleted_at     timestamptz
);
create unique index schedule_name on schedule (lower(name)) where deleted_at is null;
create index schedule_due on schedule (next_fire_at) where enabled and deleted_at is null;
comment on table schedule is 'writer: orchestrator; group_id null: devices of all groups';

create table run (
    id           uuid primary key,
    schedule_id  bigint      references schedule,
    fire_at      timestamptz,
    trigger      text        not null check (trigger in ('schedule', 'manual', 'login_test')),
    requested_by text        not null,
    created_at   timestamptz not null default now(),
    job_count    int         not null,
    note         text        not null default '',
    unique (schedule_id, fire_at)
);
create index run_created on run (created_at desc, id desc);
comment on table run is 'writer: orchestrator; a fire time that was skipped has a run without jobs and a note';

create table job (
    id              uuid primary key,
    run_id          uuid        not null references run,
    kind            text        not null,
    group_id        bigint      not null references collector_group,
    device_id       bigint      references device,
    task_identifier text        not null,
    priority        smallint    not null default 0,
    not_before      timestamptz not null,
    initiated_at    timestamptz not null default now(),
    due_at          timestamptz,
    attempts        smallint    not null default 0,
    finished_at     timestamptz,
    cancelled_at    timestamptz,
    cancelled_by    text
);
create index job_run on job (run_id);
create index job_device on job (device_id, initiated_at desc);
create index job_waiting on job (group_id, priority desc, due_at, id) where due_at is not null and finished_at is null;
create index job_open on job (group_id) where finished_at is null;
comment on table job is 'writer: orchestrator';
comment on column job.due_at is 'when the next attempt may be issued; null while an attempt is out or the job has finished';

create table attempt (
    task_id       uuid primary key,
    job_id        uuid        not null references job,
    group_id      bigint      not null references collector_group,
    number        smallint    not null,
    issued_at     timestamptz not null default now(),
    claimed_until timestamptz,
    published_at  timestamptz,
    not_after     timestamptz,
    reconcile_at  timestamptz,
    closed_at     timestamptz,
    closed_as     text check (closed_as in ('LOST', 'CANCELLED', 'EXPIRED', 'DEAD_LETTERED')),
    settled_at    timestamptz,
    unique (job_id, number)
);
create index attempt_open on attempt (group_id) where settled_at is null;
create index attempt_unpublished on attempt (group_id, issued_at) where published_at is null and settled_at is null;
create index attempt_reconcile on attempt (reconcile_at) where settled_at is null;
comment on table attempt is 'writer: orchestrator; settled: its outcome, or what it was closed as, has been acted on';

create table dead_letter (
    id          bigint generated always as identity primary key,
    received_at timestamptz not null default now(),
    queue       text,
    reason      text        not null,
    message_id  text,
    type        text,
    headers     text        not null,
    body        bytea       not null,
    dismissed_at timestamptz
);
comment on table dead_letter is 'writer: orchestrator; dead-lettered messages that are no attempt of ours';

-- What happened.

create table outcome (
    day              date        not null,
    task_id          uuid        not null,
    job_id           uuid        not null,
    device_id        bigint,
    group_id         bigint      not null,
    number           smallint    not null,
    kind             text        not null,
    status           text        not null check (status in ('success', 'failure')),
    failure          text,
    detail           text,
    changed          boolean     not null default false,
    version_id       bigint,
    collector        text        not null,
    received_at      timestamptz not null,
    connected_at     timestamptz,
    collected_at     timestamptz not null,
    duration_ms      bigint      not null,
    stored_at        timestamptz not null default now(),
    size             int,
    sha256           text,
    compare_sha256   text,
    log              text        not null,
    transcript       text,
    host_key         text,
    key_id           text,
    primary key (day, task_id)
) partition by range (day);
create index outcome_job on outcome (job_id);
create index outcome_device on outcome (device_id, collected_at desc);
comment on table outcome is 'writer: consumer; day is the UTC date inside the task id, so a redelivery meets its first delivery';

create function ensure_outcome_partitions(from_day date, until_day date) returns void language plpgsql as $$
declare
    month date := date_trunc('month', from_day);
begin
    perform pg_advisory_xact_lock(hashtext('ensure_outcome_partitions'));
    while month <= until_day loop
        execute format('create table if not exists %I partition of outcome for values from (%L) to (%L)',
            'outcome_' || to_char(month, 'YYYYMM'), month, month + interval '1 month');
        month := month + interval '1 month';
    end loop;
end $$;
select ensure_outcome_partitions((current_date - 31), (current_date + 62));

create table config_version (
    id            bigint generated always as identity primary key,
    device_id     bigint      not null references device,
    task_id       uuid        not null unique,
    collected_at  timestamptz not null,
    stored_at     timestamptz not null default now(),
    is_binary     boolean     not null,
    encoding      text        not null,
    content       bytea       not null,
    size          int         not null,
    sha256        text        not null,
    compare_sha256 text       not null,
    secret_spans  text        not null,
    context       text        not null,
    history       boolean     not null default false,
    lines_added   int,
    lines_removed int
);
alter table config_version alter column content set storage external;
create index config_version_device on config_version (device_id, collected_at desc, id desc);
comment on table config_version is 'writer: consumer; one row for each changed configuration, content compressed as the encoding says';
comment on column config_version.history is 'never was current: a later configuration was known, or the device deleted, when it came';
comment on column config_version.lines_added is 'against the version before it; null until the Git writer has compared them';

create table device_state (
    device_id            bigint primary key references device,
    current_version_id   bigint references config_version,
    current_collected_at timestamptz,
    last_task_id         uuid,
    last_status          text,
    last_failure         text,
    last_attempt_at      timestamptz,
    last_success_at      timestamptz,
    last_changed_at      timestamptz,
    failures_in_a_row    int not null default 0
);
comment on table device_state is 'writer: consumer; backups only';
comment on column device_state.current_collected_at is 'when the current configuration was last seen on the device, changed or not';

create table config_text (
    device_id  bigint primary key references device,
    version_id bigint not null references config_version,
    masked     text   not null
);
do $$ begin
    alter table config_text alter column masked set compression lz4;
exception when feature_not_supported then
    raise notice 'this PostgreSQL has no lz4; texts are compressed by pglz';
end $$;
comment on table config_text is 'writer: consumer; the current configuration with secrets masked, NUL and bad UTF-8 replaced, for search';

create table host_key_seen (
    device_id     bigint      not null references device,
    host_key      text        not null,
    fingerprint   text        not null,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    primary key (device_id, host_key)
);
comment on table host_key_seen is 'writer: consumer';

create table git_work (
    version_id bigint primary key references config_version,
    done_at    timestamptz,
    commit_id  text
);
create index git_work_waiting on git_work (version_id) where done_at is null;
comment on table git_work is 'writer: consumer; done without a commit: a version that never was current, or one of a deleted device';

create table git_file (
    device_id bigint primary key references device,
    path      text not null
);
comment on table git_file is 'writer: consumer; where the tip of the Git history holds a device''s configuration';

create table masking_key (
    singleton boolean primary key default true check (singleton),
    key       bytea   not null
);
comment on table masking_key is 'writer: consumer; keys the hash that stands for a secret in masked texts';

create table quarantine (
    id             bigint generated always as identity primary key,
    stream         text        not null,
    entry_id       text        not null,
    fields         bytea       not null,
    reason         text        not null,
    quarantined_at timestamptz not null default now(),
    unique (stream, entry_id)
);
comment on table quarantine is 'writer: consumer; fields: each name and value length-prefixed, as they came';
