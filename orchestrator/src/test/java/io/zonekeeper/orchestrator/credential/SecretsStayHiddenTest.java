package io.zonekeeper.orchestrator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SecretsStayHiddenTest {

    private static final String CANARY = "k4n4ri3nv0g3l";

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    @Test
    void noAnswerNoAuditNoTableAndNoLogHoldsASecret(CapturedOutput output) {
        Api admin = orchestrator.admin();
        StringBuilder answers = new StringBuilder();
        String group = orchestrator.newGroup();
        Api.Answer made = admin.post("/credentials", secretForm("core"));
        long id = made.expect(201).json().path("id").asLong();
        for (Api.Answer answer : List.of(
                made,
                admin.post("/credentials", secretForm("core")),
                admin.post("/credentials", Map.of("name", "x", "password", List.of(CANARY))),
                admin.post("/credentials", Map.of("name", "x", "passwort", CANARY)),
                admin.post("/credentials", "{\"password\": \"" + CANARY + "\", "),
                admin.patch("/credentials/" + id, Map.of("enable_secret", CANARY + "-changed")),
                admin.patch("/credentials/" + id, Map.of("enable_secret", Map.of("a", CANARY))),
                admin.post("/users", Map.of("username", "jo", "password", CANARY + " password", "role", "viewer")),
                admin.post("/users", Map.of("username", "jo jo", "password", CANARY + " password", "role", "viewer")),
                orchestrator.api().as("zk_" + CANARY).get("/me"),
                orchestrator.api().post("/setup", Map.of("token", CANARY, "username", "x", "password", CANARY)),
                admin.get("/credentials"),
                admin.get("/credentials/" + id),
                admin.get("/users"),
                admin.get("/tokens"),
                admin.get("/groups/" + group),
                admin.get("/audit?limit=500"))) {
            answers.append(answer.text());
        }
        assertThat(answers.toString()).contains("credential.change").doesNotContain(CANARY);
        assertThat(output.getAll()).doesNotContain(CANARY);
        for (String table : orchestrator
                .jdbc()
                .sql("select tablename from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list()) {
            assertThat(orchestrator
                            .jdbc()
                            .sql("select count(*) from %s t where t::text like :text or t::text like :bytes"
                                    .formatted(table))
                            .param("text", "%" + CANARY + "%")
                            .param("bytes", "%" + hexadecimal(CANARY) + "%")
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void toStringShowsNone() {
        String all = new Login("u", CANARY, CANARY, CANARY, CANARY, 1).toString()
                + new CredentialForm("n", "u", CANARY, CANARY, CANARY, CANARY, null)
                + new CredentialSeal.Secrets(CANARY, CANARY, CANARY, CANARY)
                + orchestrator.bean(MasterKey.class);
        assertThat(all).doesNotContain(CANARY, "AAAA");
    }

    private static Map<String, String> secretForm(String name) {
        return Map.of(
                "name", name,
                "username", "backup",
                "password", CANARY,
                "private_key", "-----BEGIN OPENSSH PRIVATE KEY-----\n" + CANARY + "\n",
                "passphrase", CANARY,
                "enable_secret", CANARY);
    }

    private static String hexadecimal(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
