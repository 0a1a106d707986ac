-- A run ends when the last of its devices has: one that takes long must not be the one that begins last. How long it takes is known
-- from the time before.
alter table device_state add column last_duration_ms int;
comment on column device_state.last_duration_ms is 'of the last attempt, failed or not';

alter table job add column expected_ms int not null default 0;
comment on column job.expected_ms is 'how long its device took the last time; of jobs due together the longest are sent first';

drop index job_waiting;
create index job_waiting on job (group_id, priority desc, due_at, expected_ms desc, id)
    where due_at is not null and finished_at is null;
drop index job_login_test_waiting;
create index job_login_test_waiting on job (group_id, priority desc, due_at, expected_ms desc, id)
    where kind = 'login_test' and due_at is not null and finished_at is null;
