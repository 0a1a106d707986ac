-- How pushing the Git history fares, so that pages can show what otherwise only the consumer's log says.
create table git_remote (
    singleton     boolean primary key default true check (singleton),
    url           text not null,
    pushed_commit text,
    pushed_at     timestamptz,
    failure       text,
    failed_at     timestamptz,
    next_try_at   timestamptz
);
comment on table git_remote is 'writer: consumer; no row without a remote; url without user and password; failure null: the last push went well';
