package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import redis.clients.jedis.RedisClient;

/** A group with one of everything that belongs to groups, all of it under names found nowhere else. */
final class GroupWorld {

    private final OrchestratorFixture orchestrator;
    private final Map<String, String> ids = new HashMap<>();

    GroupWorld(OrchestratorFixture orchestrator, String mark) {
        this.orchestrator = orchestrator;
        String group = orchestrator.newGroup();
        String name = mark + "-fw";
        ids.put("group", group);
        ids.put("device-name", name);
        ids.put("address", name + ".example.net");
        ids.put("credential-name", mark + "-login");
        ids.put("schedule-name", mark + "-nightly");
        ids.put("collector", mark + "-collector-" + UUID.randomUUID());
        ids.put("word", mark + "-banner");
        ids.put("detail", mark + "-detail");
        ids.put("host-key", "ssh-ed25519 " + mark);
        ids.put(
                "credential",
                id(
                        "/credentials",
                        Map.of("name", mark + "-login", "username", mark + "-user", "password", "p", "group", group)));
        ids.put(
                "schedule",
                id(
                        "/schedules",
                        Map.of("name", mark + "-nightly", "cron", "0 2 * * *", "zone", "UTC", "group", group)));
        Stored stored = new Stored(orchestrator.jdbc());
        long device = stored.device(group, name);
        ids.put("device", Long.toString(device));
        orchestrator
                .jdbc()
                .sql("update device set credential_id = :credential where id = :id")
                .param("credential", Long.valueOf(ids.get("credential")))
                .param("id", device)
                .update();
        stored.version(device, "hostname a\nbanner %s-banner\n".formatted(mark));
        ids.put("version", Long.toString(stored.version(device, "hostname b\nbanner %s-banner\n".formatted(mark))));
        ids.put("sha256", text("select sha256 from config_version where id = " + ids.get("version")));
        UUID job = stored.failedJob(device, mark + "-detail");
        ids.put("job", job.toString());
        ids.put("run", text("select run_id::text from job where id = '%s'".formatted(job)));
        ids.put(
                "key",
                text("select key_id from group_key g join collector_group c on c.id = g.group_id where c.name = '%s'"
                        .formatted(group)));
        orchestrator
                .jdbc()
                .sql("insert into host_key_seen values (:id, 'ssh-ed25519 ' || :mark, 'SHA256:seen', now(), now())")
                .param("id", device)
                .param("mark", mark)
                .update();
        beat(ids.get("collector"), List.of(group));
    }

    /** A live collector of these groups. */
    void beat(String instance, List<String> groups) {
        LiveCollector.of(instance, groups).beat(orchestrator, Duration.ofSeconds(600));
    }

    void forget() {
        LiveCollector.forget(orchestrator.bean(RedisClient.class), ids.get("collector"));
    }

    /** By kind, as in endpoint-rules.txt. */
    String id(String kind) {
        String id = ids.get(kind);
        if (id == null) {
            throw new AssertionError("A group has no \"%s\": use one of %s".formatted(kind, ids.keySet()));
        }
        return id;
    }

    /** What tells that something of this group is shown. */
    List<String> marks() {
        return List.of(
                id("group"),
                id("device-name"),
                id("credential-name"),
                id("schedule-name"),
                id("collector"),
                id("word"),
                id("detail"),
                id("host-key"),
                id("sha256"),
                id("run"),
                id("job"),
                id("key"));
    }

    private String id(String path, Map<String, Object> form) {
        return orchestrator
                .admin()
                .post(path, form)
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    private String text(String sql) {
        return orchestrator.jdbc().sql(sql).query(String.class).single();
    }
}
