-- Attempts without outcome are few, a window for each group, and attempt_open finds them: two indexes less to be written.
drop index attempt_unpublished;
drop index attempt_reconcile;

-- Where its outcome is, worked out once.
alter table attempt add column day date generated always as (task_day(task_id)) stored;
comment on column attempt.day is 'the UTC date inside the task id: the partition of its outcome';

-- An attempt is written when it is issued and again when it is sent, a version when it is stored and when its lines are counted.
-- With room left on its page the second time touches no index.
alter table attempt set (fillfactor = 50);
alter table config_version set (fillfactor = 80);

-- Whether another device has the place of this one is asked for each commit.
create index git_file_path on git_file (path);
