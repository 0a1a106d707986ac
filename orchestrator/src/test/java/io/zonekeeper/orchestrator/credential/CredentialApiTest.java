package io.zonekeeper.orchestrator.credential;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class CredentialApiTest {

    private static final String PRIVATE_KEY =
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n";

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private final Api admin = orchestrator.admin();
    private final Credentials credentials = orchestrator.bean(Credentials.class);

    @Test
    void theDispatcherGetsTheSecretsAndTheApiDoesNot() {
        JsonNode made = admin.post(
                        "/credentials",
                        Map.of(
                                "name", name(),
                                "username", "backup",
                                "password", "pass canary",
                                "private_key", PRIVATE_KEY,
                                "passphrase", "phrase canary",
                                "enable_secret", "enable canary"))
                .expect(201)
                .json();
        assertThat(made.toString()).doesNotContain("canary", "AAAA");
        assertThat(made.path("has_password").asBoolean()).isTrue();
        assertThat(made.path("has_private_key").asBoolean()).isTrue();
        assertThat(made.path("has_passphrase").asBoolean()).isTrue();
        assertThat(made.path("has_enable_secret").asBoolean()).isTrue();
        assertThat(credentials.open(made.path("id").asLong()))
                .hasValue(new Login("backup", "pass canary", PRIVATE_KEY, "phrase canary", "enable canary", 1));
    }

    @Test
    void aChangeReplacesWhatIsGivenKeepsTheRestAndRaisesTheVersion() {
        long id = create(Map.of("name", name(), "username", "backup", "password", "old", "enable_secret", "kept"));
        JsonNode changed = admin.patch("/credentials/" + id, Map.of("password", "new"))
                .expect(200)
                .json();
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(credentials.open(id)).hasValue(new Login("backup", "new", null, null, "kept", 2));
        admin.patch("/credentials/" + id, "{\"enable_secret\":null,\"username\":\"other\"}")
                .expect(200);
        assertThat(credentials.open(id)).hasValue(new Login("other", "new", null, null, null, 3));
        assertThat(admin.patch("/credentials/" + id, "{\"password\":null}").fieldError("password"))
                .contains("password or a private_key");
    }

    @Test
    void rotatingReplacesSecretsAloneAndSaysWhen() {
        long id = create(Map.of(
                "name",
                name(),
                "username",
                "backup",
                "private_key",
                PRIVATE_KEY,
                "passphrase",
                "old phrase",
                "enable_secret",
                "kept"));
        assertThat(admin.get("/credentials/" + id).json().path("rotated_at").isNull())
                .isTrue();
        admin.patch("/credentials/" + id, Map.of("username", "other")).expect(200);
        assertThat(admin.get("/credentials/" + id).json().path("rotated_at").isNull())
                .isTrue();
        JsonNode rotated = admin.post(
                        "/credentials/" + id + "/rotate", Map.of("private_key", PRIVATE_KEY, "password", "canary"))
                .expect(200)
                .json();
        assertThat(rotated.toString()).doesNotContain("canary");
        assertThat(rotated.path("rotated_at").isNull()).isFalse();
        assertThat(credentials.open(id)).hasValue(new Login("other", "canary", PRIVATE_KEY, null, "kept", 3));
        assertThat(admin.post("/credentials/" + id + "/rotate", Map.of()).fieldError("password"))
                .contains("No new secret");
        assertThat(admin.post("/credentials/" + id + "/rotate", Map.of("private_key", "no key"))
                        .fieldError("private_key"))
                .contains("-----BEGIN");
        admin.post("/credentials/999999/rotate", Map.of("password", "x")).problem(404);
        assertThat(admin.get("/audit?limit=5").text())
                .contains("credential.rotate")
                .doesNotContain("canary");
    }

    @Test
    void whoWaitsForAnotherChangeKeepsTheGroupThatOneSet() {
        String zone = orchestrator.newGroup();
        long id = create(Map.of("name", name(), "username", "backup", "password", "x"));
        CompletableFuture<Api.Answer> other = orchestrator
                .bean(TransactionTemplate.class)
                .execute(_ -> {
                    orchestrator
                            .jdbc()
                            .sql("""
                                    update credential set group_id = (select id from collector_group where name = :zone)
                                    where id = :id
                                    """)
                            .param("zone", zone)
                            .param("id", id)
                            .update();
                    CompletableFuture<Api.Answer> waiting = CompletableFuture.supplyAsync(
                            () -> admin.patch("/credentials/" + id, Map.of("username", "other")));
                    // Asked by a thread of Awaitility's, and so outside of this transaction.
                    await().until(() ->
                            orchestrator.jdbc().sql("""
                                    select exists (select from pg_stat_activity
                                        where datname = current_database() and wait_event = 'transactionid'
                                        and query like '%from credential%')
                                    """).query(Boolean.class).single());
                    return waiting;
                });
        JsonNode changed = other.orTimeout(20, SECONDS).join().expect(200).json();
        assertThat(changed.path("username").asString()).isEqualTo("other");
        assertThat(changed.path("group").asString()).isEqualTo(zone);
    }

    @Test
    void aRowDoesNotOpenAsAnotherOrAsAnOlderOne() {
        long id = create(Map.of("name", name(), "username", "backup", "password", "one"));
        long other = create(Map.of("name", name(), "username", "backup", "password", "two"));
        orchestrator
                .jdbc()
                .sql("update credential c set sealed = o.sealed from credential o where c.id = :id and o.id = :other")
                .param("id", id)
                .param("other", other)
                .update();
        assertThatThrownBy(() -> credentials.open(id))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be opened");
        orchestrator
                .jdbc()
                .sql("update credential set version = 7 where id = :id")
                .param("id", other)
                .update();
        assertThatThrownBy(() -> credentials.open(other)).isInstanceOf(IllegalStateException.class);
        orchestrator.jdbc().sql("delete from credential").update();
    }

    @Test
    void fiveRefusalsInARowPauseIt() {
        String name = name();
        long id = create(Map.of("name", name, "username", "backup", "password", "x"));
        for (int i = 0; i < 4; i++) {
            credentials.recordRefusal(id);
        }
        credentials.recordSuccess(id);
        for (int i = 0; i < 4; i++) {
            credentials.recordRefusal(id);
        }
        assertThat(admin.get("/credentials/" + id).json().path("paused").isNull())
                .isTrue();
        credentials.recordRefusal(id);
        credentials.recordRefusal(id);
        JsonNode paused = admin.get("/credentials/" + id).expect(200).json();
        assertThat(paused.path("paused").path("reason").asString()).contains("5 logins in a row");
        assertThat(paused.path("refusals").asInt()).isEqualTo(6);
        assertThat(orchestrator
                        .jdbc()
                        .sql(
                                "select count(*) from audit_event where action = 'credential.pause' and subject = :subject")
                        .param("subject", "credential " + name)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        credentials.recordSuccess(id);
        assertThat(admin.get("/credentials/" + id).json().path("paused").isNull())
                .isFalse();
        JsonNode resumed =
                admin.post("/credentials/" + id + "/resume").expect(200).json();
        assertThat(resumed.path("paused").isNull()).isTrue();
        assertThat(resumed.path("refusals").asInt(-1)).isZero();
    }

    @Test
    void oneInUseIsNotDeleted() {
        String name = name();
        long id = create(Map.of("name", name, "username", "backup", "password", "x"));
        long device = admin.post(
                        "/devices",
                        Map.of(
                                "group",
                                orchestrator.newGroup(),
                                "name",
                                "r1",
                                "address",
                                "10.0.0.1",
                                "platform",
                                "noop",
                                "credential",
                                name))
                .expect(201)
                .json()
                .path("id")
                .asLong();
        assertThat(admin.delete("/credentials/" + id).problem(409)).contains(name, "1 devices");
        admin.delete("/devices/" + device).expect(204);
        admin.delete("/credentials/" + id).expect(204);
        assertThat(admin.get("/credentials/" + id).problem(404)).contains("Credential " + id);
    }

    @Test
    void whatIsWrongIsNamedFieldByField() {
        Api.Answer nothing = admin.post("/credentials", Map.of());
        assertThat(nothing.fieldError("name")).contains("missing");
        assertThat(nothing.fieldError("username")).contains("missing");
        assertThat(nothing.fieldError("password")).contains("password or a private_key");
        Api.Answer odd = admin.post(
                "/credentials",
                Map.of("name", "a\nb", "username", "u", "private_key", "canary", "password", "x".repeat(1025)));
        assertThat(odd.fieldError("name")).contains("line break");
        assertThat(odd.fieldError("private_key")).contains("OpenSSH");
        assertThat(odd.fieldError("password")).contains("1025");
        assertThat(odd.text()).doesNotContain("canary");
        assertThat(admin.post("/credentials", Map.of("name", "x", "username", "u", "password", "p", "passphrase", "q"))
                        .fieldError("passphrase"))
                .contains("private_key");
    }

    @Test
    void aNameIsTakenInWhateverCase() {
        String name = name();
        create(Map.of("name", name, "username", "u", "password", "p"));
        assertThat(admin.post(
                                "/credentials",
                                Map.of("name", name.toUpperCase(Locale.ROOT), "username", "u", "password", "p"))
                        .problem(409))
                .contains("choose another name");
        long other = create(Map.of("name", name(), "username", "u", "password", "p"));
        assertThat(admin.patch("/credentials/" + other, Map.of("name", name)).problem(409))
                .contains(name);
    }

    private long create(Map<String, String> form) {
        return admin.post("/credentials", form).expect(201).json().path("id").asLong();
    }

    private static String name() {
        return "credential-" + UUID.randomUUID();
    }
}
