package io.zonekeeper.devenv.bench;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.devenv.fleet.FakeConfigurations;
import io.zonekeeper.devenv.stack.StackException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A month of an installation as its tables would hold it: devices, their configurations, and runs with every outcome. */
final class Month {

    static final int GROUPS = 20;
    static final int DEVICES = 10_000;
    static final int RUNS = 100;

    /** Stands in the configuration of one device alone. */
    static final String RARE = "description needle-in-the-hay";

    private static final int BYTES = 20_000;
    private static final int VERSIONS_OF_FIRST = 300;

    private static final String TASK_ID = """
            (lpad(to_hex((extract(epoch from %s) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
                || 'a' || substr(md5(random()::text), 1, 15))::uuid
            """;

    private final Site site;
    private final int devices;

    /** @param devices of 10,000, for a quick look */
    Month(Site site, int devices) {
        this.site = site;
        this.devices = devices;
    }

    void fill() {
        groups();
        site.say("devices");
        devices();
        site.say("configurations");
        configurations();
        for (int run = 0; run < RUNS; run++) {
            if (run % 20 == 0) {
                site.say("run %d of %d".formatted(run, RUNS));
            }
            run(run);
        }
        execute("""
                insert into run_group (run_id, group_id, job_count, succeeded, failed, cancelled)
                select j.run_id, j.group_id, count(*),
                    case when bool_and(j.finished_at is not null)
                        then count(*) filter (where j.device_id % 50 <> 1 and j.cancelled_at is null) end,
                    case when bool_and(j.finished_at is not null)
                        then count(*) filter (where j.device_id % 50 = 1 and j.cancelled_at is null) end,
                    case when bool_and(j.finished_at is not null) then count(j.cancelled_at) end
                from job j group by j.run_id, j.group_id
                """);
        execute("""
                insert into backup_hour (hour, group_id, succeeded, failed)
                select date_trunc('hour', r.finished_at, 'UTC'), g.group_id, g.succeeded, g.failed
                from run_group g join run r on r.id = g.run_id where r.finished_at is not null
                """);
        execute("""
                insert into audit_event (at, who, action, subject)
                select now() - n * interval '25 seconds', 'admin', 'device.change',
                    'device ' || n % %d || ' (' || (array['sw', 'rtr', 'fw', 'ap'])[1 + n % 4] || ')'
                from generate_series(1, 100000) n
                """.replace("%d", Integer.toString(devices)));
        execute("vacuum analyze");
    }

    private void groups() {
        for (int group = 0; group < GROUPS; group++) {
            site.api().post("/groups", Map.of("name", site.groupName()));
        }
    }

    private void devices() {
        execute("""
                insert into device (group_id, name, address, port, platform, enabled)
                select (array(select id from collector_group order by id))[1 + n %% %d],
                    (array['sw', 'rtr', 'fw', 'ap'])[1 + n %% 4] || '-' || to_char(n, 'FM00000'),
                    '10.' || n / 65536 || '.' || n / 256 %% 256 || '.' || n %% 256, 0, 'cisco-ios', n %% 200 <> 7
                from generate_series(1, %d) n
                """.formatted(GROUPS, devices));
        execute("analyze device");
    }

    private void configurations() {
        execute("insert into masking_key (key) values (sha256('bench'::bytea)) on conflict do nothing");
        List<Long> ids = new ArrayList<>();
        try (Connection connection = site.database().connect()) {
            try (var rows = connection.createStatement().executeQuery("select id from device order by id")) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            connection.setAutoCommit(false);
            for (int from = 0; from < ids.size(); from += 200) {
                insert(connection, ids.subList(from, Math.min(from + 200, ids.size())), from);
                connection.commit();
            }
        } catch (SQLException e) {
            throw new StackException("Configurations cannot be added: " + e.getMessage(), e);
        }
        execute("""
                insert into config_version (device_id, task_id, collected_at, is_binary, encoding, content, size, sha256,
                    compare_sha256, secret_spans, context, lines_added, lines_removed)
                select v.device_id, gen_random_uuid(), v.collected_at - n * interval '2 hours', false, v.encoding, v.content,
                    v.size, v.sha256, v.compare_sha256, '[]', '[]', 2, 1
                from (select * from config_version order by id limit 1) v cross join generate_series(1, %d) n
                """.formatted(VERSIONS_OF_FIRST));
        execute("""
                insert into device_state (device_id, current_version_id, current_collected_at, last_status, last_failure,
                    last_attempt_at, last_success_at, last_changed_at, failures_in_a_row)
                select t.device_id, t.version_id, now() - interval '5 hours',
                    case when t.device_id %% 50 = 1 then 'failure' else 'success' end,
                    case when t.device_id %% 50 = 1 then 'UNREACHABLE' end, now() - interval '5 hours',
                    now() - interval '5 hours' - (t.device_id %% 40 = 0)::int * interval '5 days', now() - interval '3 days',
                    (t.device_id %% 50 = 1)::int
                from config_text t
                """.replace("%%", "%"));
    }

    private void insert(Connection connection, List<Long> ids, int first) throws SQLException {
        Map<Long, String> texts = new HashMap<>();
        try (PreparedStatement version = connection.prepareStatement("""
                        insert into config_version (device_id, task_id, collected_at, is_binary, encoding, content, size, sha256,
                            compare_sha256, secret_spans, context, lines_added, lines_removed)
                        values (?, gen_random_uuid(), now() - interval '5 hours', false, ?, ?, ?, ?, ?, '[]', '[]', 3, 2)
                        """);
                PreparedStatement text = connection.prepareStatement("""
                        insert into config_text (device_id, version_id, masked)
                        select device_id, id, ? from config_version where device_id = ?
                        """)) {
            for (int at = 0; at < ids.size(); at++) {
                String config = FakeConfigurations.cisco("bench-" + (first + at), BYTES, 1);
                if (first + at == devices * 3 / 4) {
                    config += RARE + "\n";
                }
                texts.put(ids.get(at), config);
                Content content = Content.of(config.getBytes(StandardCharsets.UTF_8));
                version.setLong(1, ids.get(at));
                version.setString(2, content.encoding());
                version.setBytes(3, content.bytes());
                version.setInt(4, content.size());
                version.setString(5, content.sha256());
                version.setString(6, content.sha256());
                version.addBatch();
            }
            version.executeBatch();
            for (Map.Entry<Long, String> entry : texts.entrySet()) {
                text.setString(1, entry.getValue());
                text.setLong(2, entry.getKey());
                text.addBatch();
            }
            text.executeBatch();
        }
    }

    /** One of all devices, 7 hours after the one before; the newest is not over. */
    private void run(int number) {
        boolean open = number == RUNS - 1;
        String begun = "(now() - interval '7 hours' * %d)".formatted(RUNS - 1 - number);
        execute("""
                with r as (
                    insert into run (id, trigger, requested_by, created_at, job_count, finished_at, succeeded, failed, cancelled)
                    select gen_random_uuid(), 'manual', 'admin', %1$s, count(*), %2$s, %3$s, %4$s, %5$s from device
                    returning id),
                j as (
                    insert into job (id, run_id, kind, group_id, device_id, task_identifier, not_before, initiated_at, attempts,
                        finished_at, cancelled_at, cancelled_by, due_at)
                    select gen_random_uuid(), r.id, 'backup', d.group_id, d.id, 'backup:' || d.id || ':' || %1$s, %1$s, %1$s, 1,
                        case when %6$s then %1$s + interval '5 minutes' end,
                        case when d.id %% 2000 = 5 then %1$s end, case when d.id %% 2000 = 5 then 'admin' end, null
                    from device d cross join r
                    returning id, group_id, device_id, finished_at, cancelled_at),
                a as (
                    insert into attempt (task_id, job_id, group_id, number, issued_at, published_at, settled_at, closed_at, closed_as)
                    select %7$s, id, group_id, 1, %1$s, %1$s, finished_at, cancelled_at,
                        case when cancelled_at is not null then 'CANCELLED' end
                    from j
                    returning task_id, job_id)
                insert into outcome (day, task_id, job_id, device_id, group_id, number, kind, status, failure, detail, changed,
                    collector, received_at, connected_at, collected_at, duration_ms, stored_at, size, log, transcript)
                select task_day(a.task_id), a.task_id, j.id, j.device_id, j.group_id, 1, 'backup',
                    case when j.device_id %% 50 = 1 then 'failure' else 'success' end,
                    case when j.device_id %% 50 = 1 then 'UNREACHABLE' end,
                    case when j.device_id %% 50 = 1 then '10.0.0.1 port 22 did not answer within 10 s.' end, false, 'bench',
                    %1$s, %1$s, %1$s + interval '1 minute', 8000, %1$s + interval '1 minute', 20000,
                    '[{"source":"ssh","timestamp":"2026-11-21T05:14:03Z","severity":"INFO","message":"' || repeat('log ', 60)
                        || '"}]',
                    case when j.device_id %% 50 = 1 then repeat('transcript ', 60) end
                from j join a on a.job_id = j.id
                where j.finished_at is not null and j.cancelled_at is null
                """.replace("%%", "%")
                .replace("%1$s", begun)
                .replace("%2$s", open ? "null" : begun + " + interval '5 minutes'")
                .replace("%3$s", open ? "null" : "count(*) - count(*) filter (where id % 50 = 1 or id % 2000 = 5)")
                .replace("%4$s", open ? "null" : "count(*) filter (where id % 50 = 1)")
                .replace("%5$s", open ? "null" : "count(*) filter (where id % 2000 = 5)")
                .replace("%6$s", open ? "d.id % 2 = 0" : "true")
                .replace("%7$s", TASK_ID.formatted(begun)));
    }

    private void execute(String sql) {
        site.database().execute(sql);
    }
}
