package io.zonekeeper.orchestrator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.seal.GroupPrivateKey;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Queues;
import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.access.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.JsonNode;

class GroupApiTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture()
            .with("ZONEKEEPER_COLLECTOR_AMQP_URL", "amqp://zone:it's@broker.example:5672/zones")
            .with("ZONEKEEPER_COLLECTOR_REDIS_URL", "redis://:secret@redis.example:6379/1")
            .with("ZONEKEEPER_RESULTS_STREAM", "first:results,second:results");

    private final Api admin = orchestrator.admin();

    @Test
    void aNewGroupShowsItsKeyOnce() {
        String name = orchestrator.newGroupName();
        JsonNode made = admin.post("/groups", Map.of("name", name, "slots", 20, "description", "The DMZ"))
                .expect(201)
                .json();
        assertThat(made.path("queue").asString()).isEqualTo("collector.group." + name);
        assertThat(made.path("paused").isNull()).isTrue();
        String key = made.path("key").asString();
        Api.Answer shown = admin.get("/groups/" + name).expect(200);
        assertThat(shown.json().has("key")).isFalse();
        assertThat(shown.json().has("start_command")).isFalse();
        assertThat(shown.json().path("description").asString()).isEqualTo("The DMZ");
        assertThat(shown.json().path("device_count").asInt(-1)).isZero();
        assertThat(shown.json().path("collectors_online").asInt(-1)).isZero();
        assertThat(shown.json().path("state").asString()).isEqualTo("offline");
        assertThat(shown.text()
                        + admin.get("/groups").text()
                        + admin.get("/audit").text())
                .doesNotContain(key);
    }

    @Test
    void theOrchestratorKeepsThePublicHalfAlone() throws Exception {
        String name = orchestrator.newGroupName();
        JsonNode made = admin.post("/groups", Map.of("name", name)).expect(201).json();
        GroupPrivateKey key = GroupPrivateKey.parse(made.path("key").asString());
        assertThat(made.path("keys").get(0).path("key_id").asString())
                .isEqualTo(key.publicKey().id());
        CollectorGroup group = orchestrator
                .bean(CollectorGroups.class)
                .find(Scope.all(), new GroupName(name))
                .orElseThrow();
        assertThat(orchestrator.bean(GroupKeys.class).active(group.id()))
                .singleElement()
                .satisfies(stored ->
                        assertThat(stored.bytes()).isEqualTo(key.publicKey().bytes()));
    }

    @Test
    void theStartCommandCanBePastedAndHasNoSecretOnACommandLine() {
        String name = orchestrator.newGroupName();
        JsonNode made = admin.post("/groups", Map.of("name", name, "slots", 20))
                .expect(201)
                .json();
        assertThat(made.path("start_command").asString())
                .isEqualTo("""
                        rm -f zonekeeper-%1$s.env
                        (umask 277; cat > zonekeeper-%1$s.env) <<'EOF'
                        ZONEKEEPER_AMQP_URL='amqp://zone:it'\\''s@broker.example:5672/zones'
                        ZONEKEEPER_REDIS_URL='redis://:secret@redis.example:6379/1'
                        ZONEKEEPER_RESULTS_STREAM='first:results'
                        ZONEKEEPER_GROUP_KEYS='%1$s=%2$s'
                        EOF
                        set -a; . ./zonekeeper-%1$s.env; set +a
                        exec java -XX:+UseSerialGC -XX:NewRatio=3 -Xms16m -Xmx128m -Xss512k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=30000 \\
                             -jar zonekeeper-collector.jar run --group %1$s --slots 20
                        """.formatted(name, made.path("key").asString()));
    }

    @Test
    void itsQueueTakesMessagesAndDeadLettersHaveAQueueToo() {
        String name = orchestrator.newGroup();
        AmqpAdmin broker = orchestrator.bean(AmqpAdmin.class);
        assertThat(broker.getQueueInfo(Queues.GROUP_PREFIX + name)).isNotNull();
        assertThat(broker.getQueueInfo(Queues.DEAD)).isNotNull();
        RabbitTemplate rabbit = orchestrator.bean(RabbitTemplate.class);
        rabbit.convertAndSend(Queues.GROUP_PREFIX + name, "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(rabbit.receive(Queues.GROUP_PREFIX + name, 5000)).isNotNull();
    }

    @Test
    void aQueueTheBrokerLostIsDeclaredAgain() {
        String name = orchestrator.newGroup();
        AmqpAdmin broker = orchestrator.bean(AmqpAdmin.class);
        broker.deleteQueue(Queues.GROUP_PREFIX + name);
        assertThat(broker.getQueueInfo(Queues.GROUP_PREFIX + name)).isNull();
        orchestrator.bean(GroupQueues.class).declareAll();
        assertThat(broker.getQueueInfo(Queues.GROUP_PREFIX + name)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DMZ", "-dmz", "a b", "dmz/1", "d\u00e4mz"})
    void aNameThatIsNoSlugIsNamed(String name) {
        assertThat(admin.post("/groups", Map.of("name", name)).fieldError("name"))
                .contains("\"" + name + "\"", "lower-case letters, digits and hyphens");
    }

    @Test
    void aTakenNameIsRefusedAndAGivenOneIsNeverGivenAgain() {
        String name = orchestrator.newGroup();
        assertThat(admin.post("/groups", Map.of("name", name)).problem(409)).contains(name, "exists");
        admin.delete("/groups/" + name).expect(204);
        assertThat(admin.get("/groups/" + name).problem(404)).contains(name);
        assertThat(admin.post("/groups", Map.of("name", name)).problem(409)).contains("given once");
    }

    @Test
    void givenFieldsChangeAndTheNameDoesNot() {
        String name = orchestrator.newGroup();
        admin.patch("/groups/" + name, Map.of("slots", 5, "description", "x")).expect(200);
        JsonNode changed = admin.patch("/groups/" + name, "{\"slots\":null,\"session_rate\":7}")
                .expect(200)
                .json();
        assertThat(changed.path("slots").isNull()).isTrue();
        assertThat(changed.path("session_rate").asInt()).isEqualTo(7);
        assertThat(changed.path("description").asString()).isEqualTo("x");
        assertThat(admin.patch("/groups/" + name, Map.of("name", "other")).fieldError("name"))
                .contains("cannot be changed");
        assertThat(admin.patch("/groups/" + name, Map.of("slots", 0)).fieldError("slots"))
                .contains("slots is 0");
        assertThat(admin.patch("/groups/" + name, Map.of("queue", "x")).fieldError("queue"))
                .contains("no field");
    }

    @Test
    void aPauseSaysWhoAndWhy() {
        String name = orchestrator.newGroup();
        assertThat(admin.post("/groups/" + name + "/pause", Map.of()).fieldError("reason"))
                .contains("missing");
        JsonNode paused = admin.post("/groups/" + name + "/pause", Map.of("reason", "Migration"))
                .expect(200)
                .json();
        assertThat(paused.path("state").asString()).isEqualTo("paused");
        assertThat(paused.path("paused").path("by").asString()).isEqualTo("admin");
        assertThat(paused.path("paused").path("reason").asString()).isEqualTo("Migration");
        assertThat(paused.path("paused").path("at").asString()).endsWith("Z");
        assertThat(admin.get("/audit").text()).contains("group.pause", "group " + name, "Migration");
        JsonNode resumed = admin.post("/groups/" + name + "/resume").expect(200).json();
        assertThat(resumed.path("paused").isNull()).isTrue();
        assertThat(admin.get("/audit").text()).contains("group.resume");
    }

    @Test
    void aGroupInUseIsNotDeleted() {
        String name = orchestrator.newGroup();
        long device = admin.post(
                        "/devices", Map.of("group", name, "name", "r1", "address", "10.0.0.1", "platform", "noop"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
        assertThat(admin.delete("/groups/" + name).problem(409)).contains("1 devices");
        admin.delete("/devices/" + device).expect(204);
        openJob(name);
        assertThat(admin.delete("/groups/" + name).problem(409)).contains("1 open jobs");
        orchestrator.jdbc().sql("update job set finished_at = now()").update();
        orchestrator
                .jdbc()
                .sql(
                        "insert into schedule (name, cron, zone, group_id) select 'nightly', '0 2 * * *', 'UTC', id from collector_group where name = :name")
                .param("name", name)
                .update();
        assertThat(admin.delete("/groups/" + name).problem(409)).contains("1 schedules");
        orchestrator.jdbc().sql("delete from schedule").update();
        admin.delete("/groups/" + name).expect(204);
    }

    @Test
    void isKeyedAgainWithOverlap() {
        String name = orchestrator.newGroup();
        String first = admin.get("/groups/" + name)
                .json()
                .path("keys")
                .get(0)
                .path("key_id")
                .asString();
        assertThat(admin.delete("/groups/" + name + "/keys/" + first).problem(409))
                .contains("last one");
        JsonNode second = admin.post("/groups/" + name + "/keys").expect(201).json();
        assertThat(second.path("key").asString()).startsWith("zk1.");
        assertThat(second.path("start_command").asString())
                .contains("'%s=%s'".formatted(name, second.path("key").asString()));
        CollectorGroup group = orchestrator
                .bean(CollectorGroups.class)
                .find(Scope.all(), new GroupName(name))
                .orElseThrow();
        GroupKeys keys = orchestrator.bean(GroupKeys.class);
        assertThat(keys.active(group.id())).hasSize(2);
        admin.delete("/groups/" + name + "/keys/" + first).expect(204);
        assertThat(keys.active(group.id()))
                .singleElement()
                .satisfies(key ->
                        assertThat(key.id()).isEqualTo(second.path("key_id").asString()));
        assertThat(admin.delete("/groups/" + name + "/keys/" + first).problem(404))
                .contains(first);
    }

    @Test
    void anUnknownGroupIsNamed() {
        for (Api.Answer answer : new Api.Answer[] {
            admin.get("/groups/nowhere"),
            admin.patch("/groups/nowhere", Map.of("slots", 1)),
            admin.delete("/groups/nowhere"),
            admin.post("/groups/nowhere/pause", Map.of("reason", "x")),
            admin.post("/groups/nowhere/keys"),
        }) {
            assertThat(answer.problem(404)).isEqualTo("Group \"nowhere\" does not exist.");
        }
    }

    private static void openJob(String group) {
        UUID run = UUID.randomUUID();
        orchestrator
                .jdbc()
                .sql("insert into run (id, trigger, requested_by, job_count) values (:run, 'manual', 'admin', 1)")
                .param("run", run)
                .update();
        orchestrator.jdbc().sql("""
                insert into job (id, run_id, kind, group_id, task_identifier, not_before)
                select gen_random_uuid(), :run, 'backup', id, 'backup:1:x', now() from collector_group where name = :group
                """).param("run", run).param("group", group).update();
    }
}
