-- Login tests go first and hardly ever wait: without this each look for one read every waiting job of the group.
create index job_login_test_waiting on job (group_id, priority desc, due_at, id)
    where kind = 'login_test' and due_at is not null and finished_at is null;
