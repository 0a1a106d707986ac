-- Answers of repeatable requests are forgotten after a day, the oldest first.
create index idempotency_key_created on idempotency_key (created_at);

create table first_steps (
    singleton    boolean primary key default true check (singleton),
    dismissed_at timestamptz not null,
    dismissed_by text        not null
);
comment on table first_steps is 'writer: orchestrator; a row while somebody wants the list of first steps out of the way';

create table master_key (
    singleton   boolean primary key default true check (singleton),
    fingerprint bytea       not null,
    since       timestamptz not null
);
comment on table master_key is 'writer: orchestrator; which master key credentials are sealed under, as a keyed hash; never the key';
