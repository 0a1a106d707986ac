package io.zonekeeper.devenv.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.result.ResultCodec;
import io.zonekeeper.common.result.ResultHeader;
import io.zonekeeper.common.result.Span;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.devenv.fleet.FakeConfigurations;
import io.zonekeeper.devenv.stack.StackException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

/** Results as collectors would leave them in the stream while the consumer is away, with the attempts they answer. */
final class WaitingResults {

    private static final int AT_ONCE = 500;
    private static final int BYTES = 20_000;
    private static final Pattern SECRET = Pattern.compile("(?:secret 9|md5 7|community) (\\S+)");

    private record Device(long id, long groupId, String group, String name) {}

    private final Site site;
    private final List<Device> devices;

    /** @param groups the devices are spread over, which have no collector */
    WaitingResults(Site site, int groups, int devicesOfEach) {
        this.site = site;
        List<String> names = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            String name = site.groupName();
            site.api().post("/groups", Map.of("name", name));
            new Inventory(site).addNoop(name, 1, devicesOfEach);
            names.add(name);
        }
        this.devices = read(names);
    }

    /** Adds a result for each device, of that revision of its configuration; returns how many. */
    int add(int revision) {
        for (int from = 0; from < devices.size(); from += AT_ONCE) {
            add(devices.subList(from, Math.min(from + AT_ONCE, devices.size())), revision);
        }
        return devices.size();
    }

    private void add(List<Device> some, int revision) {
        Instant now = Instant.now();
        List<UUID> tasks = some.stream().map(_ -> TaskId.next(now).value()).toList();
        insertAttempts(some, tasks);
        try (Jedis redis = site.redis();
                Pipeline pipeline = redis.pipelined()) {
            for (int i = 0; i < some.size(); i++) {
                Map<byte[], byte[]> fields = new HashMap<>();
                ResultCodec.encode(result(some.get(i), new TaskId(tasks.get(i)), revision))
                        .forEach((name, value) -> fields.put(name.getBytes(UTF_8), value));
                pipeline.xadd(site.stream().getBytes(UTF_8), XAddParams.xAddParams(), fields);
            }
            pipeline.sync();
        }
    }

    private static JobResult result(Device device, TaskId task, int revision) {
        Instant now = Instant.now();
        byte[] config = FakeConfigurations.cisco(device.group() + "-" + device.name(), BYTES, revision)
                .getBytes(UTF_8);
        Content content = Content.of(config);
        return new JobResult.Captured(
                new ResultHeader(
                        task,
                        "backup:%d:%s".formatted(device.id(), now),
                        "backup",
                        device.id(),
                        new GroupName(device.group()),
                        "bench",
                        1,
                        now,
                        now,
                        now,
                        now,
                        40,
                        List.of(new LogEntry("ssh", now, LogEntry.Severity.INFO, "made up")),
                        null,
                        null,
                        null),
                content,
                false,
                content.sha256(),
                secrets(config),
                List.of());
    }

    private static List<Span> secrets(byte[] config) {
        List<Span> spans = new ArrayList<>();
        Matcher secrets = SECRET.matcher(new String(config, UTF_8));
        while (secrets.find()) {
            spans.add(new Span(secrets.start(1), secrets.end(1)));
        }
        return spans;
    }

    private void insertAttempts(List<Device> some, List<UUID> tasks) {
        try (Connection connection = site.database().connect();
                PreparedStatement insert = connection.prepareStatement("""
                        with r as (
                            insert into run (id, trigger, requested_by, job_count)
                            values (gen_random_uuid(), 'manual', 'bench', 0) returning id),
                        t as (
                            select * , gen_random_uuid() as job_id
                            from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as t (task_id, device_id, group_id)),
                        j as (
                            insert into job (id, run_id, kind, group_id, device_id, task_identifier, not_before, attempts)
                            select t.job_id, r.id, 'backup', t.group_id, t.device_id, 'backup:' || t.device_id, now(), 1
                            from t cross join r returning id)
                        insert into attempt (task_id, job_id, group_id, number, published_at)
                        select t.task_id, t.job_id, t.group_id, 1, now() from t where exists (select from j)
                        """)) {
            insert.setArray(1, connection.createArrayOf("uuid", tasks.toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", some.stream().map(Device::id).toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", some.stream().map(Device::groupId).toArray()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new StackException("Attempts cannot be added: " + e.getMessage(), e);
        }
    }

    private List<Device> read(List<String> groups) {
        List<Device> found = new ArrayList<>();
        try (Connection connection = site.database().connect();
                PreparedStatement select = connection.prepareStatement("""
                        select d.id, d.group_id, g.name, d.name from device d join collector_group g on g.id = d.group_id
                        where g.name = any (?) order by d.name, d.id
                        """)) {
            select.setArray(1, connection.createArrayOf("text", groups.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Device(rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getString(4)));
                }
            }
        } catch (SQLException e) {
            throw new StackException("Devices cannot be read: " + e.getMessage(), e);
        }
        return found;
    }
}
