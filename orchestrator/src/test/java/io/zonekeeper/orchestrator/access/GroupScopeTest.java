package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import io.zonekeeper.orchestrator.run.RunSummaries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;

/** What is only partly in scope. */
class GroupScopeTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedWithoutTicks();

    private static GroupWorld own;
    private static GroupWorld other;
    private static Api operator;

    @BeforeAll
    static void fill() {
        own = new GroupWorld(orchestrator, "own");
        other = new GroupWorld(orchestrator, "other");
        operator = orchestrator.userWithRole("operator", own.id("group"));
    }

    @AfterAll
    static void forget() {
        own.forget();
        other.forget();
    }

    @Test
    void aRunOfSeveralGroupsIsSeenAndCancelledInPart() {
        String run = start(orchestrator.admin(), Map.of("all", true));
        assertThat(counts(orchestrator.admin(), run).path("total").asInt()).isGreaterThan(1);
        assertThat(counts(operator, run).path("total").asInt()).isEqualTo(1);
        assertThat(operator.get("/runs/%s/jobs".formatted(run))
                        .expect(200)
                        .json()
                        .path("items"))
                .singleElement()
                .satisfies(job -> assertThat(job.path("group").asString()).isEqualTo(own.id("group")));

        assertThat(operator.post("/runs/%s/cancel".formatted(run))
                        .expect(200)
                        .json()
                        .path("cancelled")
                        .asInt())
                .isEqualTo(1);
        assertThat(counts(orchestrator.admin(), run).path("cancelled").asInt()).isEqualTo(1);
        assertThat(counts(operator, run).path("cancelled").asInt()).isEqualTo(1);

        orchestrator.admin().post("/runs/%s/cancel".formatted(run)).expect(200);
        orchestrator.bean(RunSummaries.class).tick();
        JsonNode seen = operator.get("/runs/" + run).expect(200).json();
        assertThat(seen.path("finished_at").isNull()).isFalse();
        assertThat(seen.path("counts").path("total").asInt()).isEqualTo(1);
        assertThat(seen.path("counts").path("cancelled").asInt()).isEqualTo(1);
        assertThat(counts(orchestrator.admin(), run).path("cancelled").asInt())
                .isEqualTo(counts(orchestrator.admin(), run).path("total").asInt())
                .isGreaterThan(1);
    }

    @Test
    void aRunOfAllIsOfAllThatIsInScope() {
        String run = start(operator, Map.of("all", true));
        assertThat(counts(orchestrator.admin(), run).path("total").asInt()).isEqualTo(1);
    }

    @Test
    void whatFailedIsRepeatedInPart() {
        UUID mixed = orchestrator
                .jdbc()
                .sql("select run_id from job where id = :job")
                .param("job", UUID.fromString(other.id("job")))
                .query(UUID.class)
                .single();
        orchestrator
                .jdbc()
                .sql(
                        "insert into run_group (run_id, group_id, job_count) select :run, id, 1 from collector_group where name = :name")
                .param("run", mixed)
                .param("name", own.id("group"))
                .update();
        assertThat(operator.post("/runs/%s/retry-failed".formatted(mixed)).problem(409))
                .contains("no failed job");
        orchestrator
                .jdbc()
                .sql(
                        "delete from run_group g using collector_group c where c.id = g.group_id and c.name = :name and g.run_id = :run")
                .param("run", mixed)
                .param("name", own.id("group"))
                .update();
    }

    @Test
    void aCredentialOutOfScopeStaysAndIsSentNowhereElse() {
        orchestrator
                .admin()
                .post("/credentials", Map.of("name", "shared", "username", "u", "password", "p"))
                .expect(201);
        long device = orchestrator
                .admin()
                .post(
                        "/devices",
                        Map.of(
                                "group", own.id("group"),
                                "name", "with-shared",
                                "address", "192.0.2.7",
                                "platform", "linux",
                                "credential", "shared"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
        String path = "/devices/" + device;
        assertThat(operator.patch(path, Map.of("address", "192.0.2.66")).fieldError("credential"))
                .contains("\"shared\" is not one of your groups");
        assertThat(operator.patch(path, Map.of("port", 2222)).fieldError("credential"))
                .contains("not sent to another");
        assertThat(operator.patch(path, Map.of("max_bytes", 1000))
                        .expect(200)
                        .json()
                        .path("credential")
                        .asString())
                .isEqualTo("shared");
        assertThat(operator.patch("/devices/" + own.id("device"), Map.of("credential", "shared"))
                        .fieldError("credential"))
                .contains("There is no credential \"shared\"");
        orchestrator.admin().delete(path).expect(204);
    }

    @Test
    void aCredentialOfAGroupIsForItsDevicesAlone() {
        Map<String, Object> change = Map.of("credential", other.id("credential-name"));
        assertThat(orchestrator
                        .admin()
                        .patch("/devices/" + own.id("device"), change)
                        .fieldError("credential"))
                .contains("for devices of group " + other.id("group"));
        Map<String, Object> taken = new HashMap<>();
        taken.put("group", own.id("group"));
        assertThat(orchestrator
                        .admin()
                        .patch("/credentials/" + other.id("credential"), taken)
                        .problem(409))
                .contains("used by devices of other groups");
    }

    @Test
    void aCollectorOfSeveralGroupsIsShownInPartAndNotControlled() {
        String instance = "both-" + UUID.randomUUID();
        own.beat(instance, List.of(own.id("group"), other.id("group")));
        try {
            await().until(() -> operator.get("/collectors").text().contains(instance));
            assertThat(operator.get("/collectors").expect(200).json().path("items"))
                    .filteredOn(
                            collector -> collector.path("instance").asString().equals(instance))
                    .extracting(collector -> collector.path("groups").toString())
                    .containsExactly("[\"%s\"]".formatted(own.id("group")));
            String drain = "/collectors/%s/drain".formatted(instance);
            assertThat(operator.post(drain).problem(403)).contains("besides those you see");
            orchestrator.admin().post(drain).expect(204);
            operator.post("/collectors/%s/drain".formatted(own.id("collector"))).expect(204);
        } finally {
            RedisClient redis = orchestrator.bean(RedisClient.class);
            redis.zrem(RedisKeys.COLLECTORS, instance);
            redis.del(RedisKeys.collector(instance));
        }
    }

    @Test
    void aDeviceThatMovesTakesItsPastWithIt() {
        Stored stored = new Stored(orchestrator.jdbc());
        long device = stored.device(own.id("group"), "moving");
        long version = stored.version(device, "hostname moving\n");
        UUID job = stored.failedJob(device, "why");
        operator.get("/versions/%d/content".formatted(version)).expect(200);
        operator.get("/jobs/" + job).expect(200);
        orchestrator
                .admin()
                .patch("/devices/" + device, Map.of("group", other.id("group")))
                .expect(200);
        operator.get("/devices/" + device).expect(404);
        operator.get("/versions/%d/content".formatted(version)).expect(404);
        operator.get("/jobs/" + job).expect(404);
        orchestrator.admin().get("/jobs/" + job).expect(200);
        orchestrator.admin().delete("/devices/" + device).expect(204);
    }

    @Test
    void whoIsLimitedToNoGroupSeesNothing() {
        Api viewer = orchestrator.userWithRole("viewer", own.id("group"));
        long id = viewer.get("/me").json().path("id").asLong();
        viewer.get("/devices/" + own.id("device")).expect(200);
        orchestrator.admin().patch("/users/" + id, Map.of("groups", List.of())).expect(200);
        viewer.get("/devices/" + own.id("device")).expect(404);
        assertThat(viewer.get("/groups").expect(200).json().path("items")).isEmpty();
        assertThat(viewer.get("/devices").expect(200).json().path("items")).isEmpty();
        assertThat(viewer.get("/runs").expect(200).json().path("items")).isEmpty();
        assertThat(viewer.get("/me").json().path("groups").toString()).isEqualTo("[]");
        Map<String, Object> all = new HashMap<>();
        all.put("groups", null);
        orchestrator.admin().patch("/users/" + id, all).expect(200);
        viewer.get("/devices/" + other.id("device")).expect(200);
    }

    @Test
    void aGroupThatIsNotThereLimitsNobody() {
        Map<String, Object> user = Map.of(
                "username",
                "typo",
                "password",
                OrchestratorFixture.ADMIN_PASSWORD,
                "role",
                "viewer",
                "groups",
                List.of("nowhere"));
        assertThat(orchestrator.admin().post("/users", user).fieldError("groups"))
                .contains("no group \"nowhere\"");
    }

    @Test
    void theLastAdministratorOfAllGroupsStaysThat() {
        long id = orchestrator.admin().get("/me").json().path("id").asLong();
        assertThat(orchestrator
                        .admin()
                        .patch("/users/" + id, Map.of("groups", List.of(own.id("group"))))
                        .problem(409))
                .contains("last administrator of all groups");
    }

    @Test
    void secretsAreShownToWhoMaySeeThemAndEachTimeIsWrittenDown() {
        String path = "/versions/%s/content?raw=true".formatted(own.id("version"));
        orchestrator.userWithRole("viewer").get(path).expect(403);
        Api trusted = orchestrator.userWithRole("operator");
        JsonNode me = trusted.get("/me").json();
        trusted.get(path).expect(200);
        JsonNode event = orchestrator
                .admin()
                .get("/audit?area=config&limit=1&who=" + me.path("name").asString())
                .expect(200)
                .json()
                .path("items")
                .path(0);
        assertThat(event.path("action").asString()).isEqualTo("config.reveal");
        assertThat(event.path("subject").asString()).isEqualTo("version " + own.id("version"));
        assertThat(event.path("address").asString()).isEqualTo("127.0.0.1");

        orchestrator
                .admin()
                .patch("/users/" + me.path("id").asLong(), Map.of("sees_secrets", false))
                .expect(200);
        assertThat(trusted.get(path).problem(403)).contains("may not see secrets");
        trusted.get(path.replace("?raw=true", "")).expect(200);
    }

    private static String start(Api api, Map<String, Object> form) {
        return api.post("/runs", form).expect(202).json().path("id").asString();
    }

    private static JsonNode counts(Api api, String run) {
        return api.get("/runs/" + run).expect(200).json().path("counts");
    }
}
