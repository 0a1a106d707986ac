package io.zonekeeper.orchestrator;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.wire.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes what the consumer would have written. */
public final class Stored {

    private final JdbcClient jdbc;

    public Stored(JdbcClient jdbc) {
        this.jdbc = jdbc;
        jdbc.sql("insert into masking_key (key) values (sha256('test'::bytea)) on conflict do nothing")
                .update();
    }

    public long device(String group, String name) {
        return jdbc.sql("""
                insert into device (group_id, name, address, port, platform)
                select id, :name, :name || '.example.net', 0, 'linux' from collector_group where name = :group
                returning id
                """)
                .param("group", group)
                .param("name", name)
                .query(Long.class)
                .single();
    }

    /** A version that becomes current; each is a minute younger than the one before. The word {@code hunter2} in it is a secret. */
    public long version(long device, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int secret = text.indexOf("hunter2");
        long id = jdbc.sql("""
                insert into config_version (device_id, task_id, collected_at, is_binary, encoding, content, size, sha256,
                    compare_sha256, secret_spans, context)
                values (:device, :task, now() - interval '1 day'
                    + (select count(*) from config_version) * interval '1 minute', false, 'identity', :content, :size,
                    :sha256, :sha256, :spans, '[]')
                returning id
                """)
                .param("device", device)
                .param("task", UUID.randomUUID())
                .param("content", bytes)
                .param("size", bytes.length)
                .param("sha256", Content.sha256Of(bytes))
                .param("spans", secret < 0 ? "[]" : "[[%d,%d]]".formatted(secret, secret + 7))
                .query(Long.class)
                .single();
        jdbc.sql("""
                insert into device_state (device_id, current_version_id, last_status, last_success_at, last_attempt_at)
                values (:device, :version, 'success', now(), now())
                on conflict (device_id) do update set current_version_id = excluded.current_version_id
                """).param("device", device).param("version", id).update();
        jdbc.sql("""
                insert into config_text (device_id, version_id, masked) values (:device, :version, :text)
                on conflict (device_id) do update set version_id = excluded.version_id, masked = excluded.masked
                """)
                .param("device", device)
                .param("version", id)
                .param("text", text.replace("hunter2", "<secret:01234567>").replace('\0', '?'))
                .update();
        return id;
    }

    /** A finished run of one failed job, whose log, reason and transcript hold the text. */
    public UUID failedJob(long device, String text) {
        UUID run = TaskId.next(Instant.now()).value();
        UUID job = TaskId.next(Instant.now()).value();
        UUID task = TaskId.next(Instant.now()).value();
        jdbc.sql("insert into run (id, trigger, requested_by, job_count) values (:run, 'manual', 'admin', 1)")
                .param("run", run)
                .update();
        jdbc.sql(
                        "insert into run_group (run_id, group_id, job_count) select :run, group_id, 1 from device where id = :device")
                .param("run", run)
                .param("device", device)
                .update();
        jdbc.sql("""
                insert into job (id, run_id, kind, group_id, device_id, task_identifier, not_before, attempts, finished_at)
                select :job, :run, 'backup', group_id, id, 'backup_now:' || id || ':now', now(), 1, now()
                from device where id = :device
                """)
                .param("job", job)
                .param("run", run)
                .param("device", device)
                .update();
        jdbc.sql("""
                insert into attempt (task_id, job_id, group_id, number, published_at, settled_at)
                select :task, :job, group_id, 1, now(), now() from device where id = :device
                """)
                .param("task", task)
                .param("job", job)
                .param("device", device)
                .update();
        jdbc.sql("""
                insert into outcome (day, task_id, job_id, device_id, group_id, number, kind, status, failure, detail, collector,
                    received_at, collected_at, duration_ms, log, transcript)
                select task_day(:task), :task, :job, id, group_id, 1, 'backup', 'failure', 'TIMED_OUT', :text, :text, now(), now(),
                    1200, jsonb_build_array(jsonb_build_object('source', 'plugin', 'timestamp', '2026-11-21T05:14:03Z',
                        'severity', 'ERROR', 'message', :text::text))::text, :text
                from device where id = :device
                """)
                .param("task", task)
                .param("job", job)
                .param("device", device)
                .param("text", text)
                .update();
        jdbc.sql("""
                insert into device_state (device_id, last_status, last_failure, last_attempt_at, failures_in_a_row)
                values (:device, 'failure', 'TIMED_OUT', now(), 2)
                on conflict (device_id) do update set last_status = 'failure', last_failure = 'TIMED_OUT', failures_in_a_row = 2
                """).param("device", device).update();
        return job;
    }
}
