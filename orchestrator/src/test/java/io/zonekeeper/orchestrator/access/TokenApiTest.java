package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class TokenApiTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    @Test
    void aTokenIsShownOnceAndItsHashAloneIsStored() {
        JsonNode made = create(orchestrator.admin(), Map.of("name", "ci"));
        String token = made.path("token").asString();
        assertThat(token).matches("zk_[A-Za-z0-9_-]{43}");
        orchestrator.api().as(token).get("/me").expect(200);
        assertThat(orchestrator.admin().get("/tokens").expect(200).text()).doesNotContain(token);
        assertThat(orchestrator
                        .jdbc()
                        .sql("select octet_length(sha256) from api_token where id = :id")
                        .param("id", made.path("id").asLong())
                        .query(Integer.class)
                        .single())
                .isEqualTo(32);
    }

    @Test
    void aTokenExpires() {
        JsonNode made = create(orchestrator.admin(), Map.of("name", "short", "expires_in_days", 1));
        Api api = orchestrator.api().as(made.path("token").asString());
        clock.advance(Duration.ofHours(23));
        api.get("/me").expect(200);
        clock.advance(Duration.ofHours(1));
        api.get("/me").expect(401);
    }

    @Test
    void aTokenDoesWhatItIsMadeForAndNoMore() {
        String group = orchestrator.newGroup();
        String other = orchestrator.newGroup();
        Api reader = orchestrator
                .api()
                .as(create(
                                orchestrator.admin(),
                                Map.of(
                                        "name",
                                        "reader",
                                        "role",
                                        "viewer",
                                        "groups",
                                        List.of(group),
                                        "sees_secrets",
                                        false))
                        .path("token")
                        .asString());
        JsonNode me = reader.get("/me").expect(200).json();
        assertThat(me.path("role").asString()).isEqualTo("viewer");
        assertThat(me.path("groups").toString()).isEqualTo("[\"%s\"]".formatted(group));
        assertThat(me.path("sees_secrets").asBoolean()).isFalse();
        reader.get("/groups/" + group).expect(200);
        reader.get("/groups/" + other).expect(404);
        reader.get("/users").expect(403);
        reader.post("/groups/" + group + "/pause", Map.of("reason", "x")).expect(403);
    }

    @Test
    void aTokenDoesNotOutgrowItsUser() {
        String group = orchestrator.newGroup();
        Api operator = orchestrator.userWithRole("operator", group);
        assertThat(operator.post("/tokens", Map.of("name", "x", "role", "admin"))
                        .fieldError("role"))
                .contains("role is admin, and yours is operator");
        assertThat(operator.post("/tokens", Map.of("name", "x", "groups", List.of(orchestrator.newGroup())))
                        .fieldError("groups"))
                .contains("There is no group");
        Api token = orchestrator
                .api()
                .as(create(operator, Map.of("name", "x")).path("token").asString());
        token.get("/groups/" + group).expect(200);
        long id = operator.get("/me").json().path("id").asLong();
        orchestrator
                .admin()
                .patch("/users/" + id, Map.of("groups", List.of(), "role", "viewer"))
                .expect(200);
        token.get("/groups/" + group).expect(404);
        token.post("/runs", Map.of("all", true)).expect(403);
    }

    @Test
    void aTokenMadeWithATokenGoesNoFurtherThanThat() {
        String group = orchestrator.newGroup();
        Api narrow = orchestrator
                .api()
                .as(create(
                                orchestrator.admin(),
                                Map.of(
                                        "name",
                                        "narrow",
                                        "role",
                                        "operator",
                                        "groups",
                                        List.of(group),
                                        "sees_secrets",
                                        false,
                                        "expires_in_days",
                                        2))
                        .path("token")
                        .asString());
        Instant until = clock.instant().plus(Duration.ofDays(2));
        JsonNode child = create(narrow, Map.of("name", "child", "sees_secrets", true));
        assertThat(Instant.parse(child.path("expires_at").asString())).isEqualTo(until);
        assertThat(Instant.parse(create(narrow, Map.of("name", "long", "expires_in_days", 300))
                        .path("expires_at")
                        .asString()))
                .isEqualTo(until);
        JsonNode me = orchestrator
                .api()
                .as(child.path("token").asString())
                .get("/me")
                .expect(200)
                .json();
        assertThat(me.path("role").asString()).isEqualTo("operator");
        assertThat(me.path("groups").toString()).isEqualTo("[\"%s\"]".formatted(group));
        assertThat(me.path("sees_secrets").asBoolean()).isFalse();
        assertThat(narrow.post("/tokens", Map.of("name", "up", "role", "admin")).fieldError("role"))
                .contains("yours is operator");
    }

    @Test
    void itsUseIsNotedOnceAMinute() {
        JsonNode made = create(orchestrator.admin(), Map.of("name", "used"));
        Api api = orchestrator.api().as(made.path("token").asString());
        long id = made.path("id").asLong();
        assertThat(lastUsed(id)).isEmpty();
        api.get("/me").expect(200);
        String first = lastUsed(id);
        clock.advance(Duration.ofSeconds(59));
        api.get("/me").expect(200);
        assertThat(lastUsed(id)).isEqualTo(first);
        clock.advance(Duration.ofSeconds(1));
        api.get("/me").expect(200);
        assertThat(lastUsed(id)).isGreaterThan(first);
    }

    @Test
    void aRevokedTokenIsNobodys() {
        JsonNode made = create(orchestrator.admin(), Map.of("name", "gone"));
        orchestrator.admin().delete("/tokens/" + made.path("id").asLong()).expect(204);
        orchestrator.api().as(made.path("token").asString()).get("/me").expect(401);
        orchestrator.admin().delete("/tokens/" + made.path("id").asLong()).problem(404);
    }

    @Test
    void onlyAnAdministratorSeesAndRevokesTokensOfOthers() {
        Api viewer = orchestrator.userWithRole("viewer");
        Api operator = orchestrator.userWithRole("operator");
        JsonNode made = create(viewer, Map.of("name", "of the viewer"));
        long id = made.path("id").asLong();
        assertThat(operator.get("/tokens").text()).doesNotContain("of the viewer");
        operator.delete("/tokens/" + id).problem(404);
        orchestrator.api().as(made.path("token").asString()).get("/me").expect(200);
        assertThat(orchestrator.admin().get("/tokens").text()).contains("of the viewer");
        orchestrator.admin().delete("/tokens/" + id).expect(204);
        orchestrator.api().as(made.path("token").asString()).get("/me").expect(401);
    }

    @Test
    void aNameIsNeededAndTheLifeHasBounds() {
        assertThat(orchestrator.admin().post("/tokens", Map.of()).fieldError("name"))
                .contains("missing");
        assertThat(orchestrator
                        .admin()
                        .post("/tokens", Map.of("name", "x", "expires_in_days", 0))
                        .fieldError("expires_in_days"))
                .contains("0", "1 to 3650");
    }

    @Test
    void aDisabledUserIsNobodyAtOnce() {
        Api operator = orchestrator.userWithRole("operator");
        long id = operator.get("/me").expect(200).json().path("id").asLong();
        orchestrator.admin().patch("/users/" + id, Map.of("enabled", false)).expect(200);
        operator.get("/me").expect(401);
        orchestrator
                .admin()
                .patch("/users/" + id, Map.of("enabled", true, "role", "viewer"))
                .expect(200);
        assertThat(operator.get("/me").expect(200).json().path("role").asString())
                .isEqualTo("viewer");
    }

    @Test
    void theLastAdministratorStays() {
        long id = orchestrator.admin().get("/me").json().path("id").asLong();
        for (Map<String, Object> change :
                List.<Map<String, Object>>of(Map.of("enabled", false), Map.of("role", "viewer"))) {
            assertThat(orchestrator.admin().patch("/users/" + id, change).problem(409))
                    .contains("last administrator");
        }
    }

    @Test
    void aUserNameIsTakenInWhateverCase() {
        Map<String, String> user = Map.of("username", "Jo", "password", "correct horse battery", "role", "viewer");
        orchestrator.admin().post("/users", user).expect(201);
        Map<String, String> same = Map.of("username", "jO", "password", "correct horse battery", "role", "viewer");
        assertThat(orchestrator.admin().post("/users", same).problem(409)).contains("\"jO\" is taken");
        Map<String, String> odd = Map.of("username", "al", "password", "correct horse battery", "role", "boss");
        assertThat(orchestrator.admin().post("/users", odd).fieldError("role"))
                .contains("\"boss\"", "viewer, operator or admin");
    }

    private static JsonNode create(Api api, Map<String, ?> form) {
        return api.post("/tokens", form).expect(201).json();
    }

    private static String lastUsed(long id) {
        return orchestrator
                .jdbc()
                .sql("select coalesce(last_used_at::text, '') from api_token where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }
}
