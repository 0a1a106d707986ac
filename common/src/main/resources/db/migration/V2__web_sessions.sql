-- Browser sessions in the form Spring Session reads (lower case for PostgreSQL), so that any orchestrator can serve any page.

create table spring_session (
    primary_id            char(36) primary key,
    session_id            char(36) not null,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval int      not null,
    expiry_time           bigint   not null,
    principal_name        varchar(100)
);
create unique index spring_session_id on spring_session (session_id);
create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name);
comment on table spring_session is 'writer: orchestrator; times in milliseconds since the epoch';

create table spring_session_attributes (
    session_primary_id char(36)     not null references spring_session on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);
comment on table spring_session_attributes is 'writer: orchestrator';

create table login_failure (
    origin        text        primary key,
    failures      int         not null,
    last_at       timestamptz not null,
    blocked_until timestamptz
);
comment on table login_failure is 'writer: orchestrator; origin: an address, or an address with the user name tried from it';
