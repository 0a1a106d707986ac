package io.zonekeeper.orchestrator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DeviceApiTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private final Api admin = orchestrator.admin();
    private String group = "";

    @BeforeEach
    void makeGroup() {
        group = orchestrator.newGroup();
    }

    @Test
    void aDeviceComesBackAsGivenWithDefaults() {
        JsonNode made =
                admin.post("/devices", form("r1", "10.0.0.1")).expect(201).json();
        assertThat(made.path("group").asString()).isEqualTo(group);
        assertThat(made.path("port").isNull()).isTrue();
        assertThat(made.path("enabled").asBoolean()).isTrue();
        assertThat(made.path("credential").isNull()).isTrue();
        assertThat(made.path("parameters")).isEmpty();
        assertThat(made.path("state").path("last_status").isNull()).isTrue();
        assertThat(made.path("state").path("failures_in_a_row").asInt(-1)).isZero();
        JsonNode shown =
                admin.get("/devices/" + made.path("id").asLong()).expect(200).json();
        assertThat(shown).isEqualTo(made);
        assertThat(admin.get("/groups/" + group).json().path("device_count").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "core-1.example.com",
                "localhost",
                "2001:db8::1",
                "::1",
                "fe80::1%eth0",
                "ROUTER_7",
                "3com.example"
            })
    void aHostNameOrAnIpAddressIsTaken(String address) {
        admin.post("/devices", form("r1", address)).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ssh://10.0.0.1",
                "10.0.0.1:22",
                "core 1",
                "10.0.0",
                "10.0.0.256",
                "-core",
                "a..b",
                "core/1",
                "user@core",
                "2001:db8::zz",
                "1.2.3.4.5",
                "core\u0000"
            })
    void anythingElseIsNoAddress(String address) {
        assertThat(admin.post("/devices", form("r1", address)).fieldError("address"))
                .contains("host name or an IP address");
    }

    @ParameterizedTest
    @CsvSource({
        "name, core 1",
        "name, -core",
        "port, 65536",
        "port, -1",
        "platform, Cisco IOS",
        "group, nowhere",
        "group, NOT-A-SLUG",
        "credential, nothing",
        "limit_seconds, 571",
        "limit_seconds, 0",
        "max_bytes, 0",
    })
    void aWrongFieldIsNamedWithItsValue(String field, String value) {
        Map<String, Object> form = form("r1", "10.0.0.1");
        form.put(field, value);
        Api.Answer answer = admin.post("/devices", form);
        assertThat(answer.fieldError(field)).contains(value);
        assertThat(answer.json().path("errors").get(0).path("value").asString()).isEqualTo(value);
        assertThat(answer.json().path("errors")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..",
                ".git",
                "r1\n",
                "r1\nr2",
                "r1\0",
                "r1/r2",
                "r1\\r2",
                "r\u202e1",
                "<b>r1</b>"
            })
    void aNameThatIsNoneForAFileIsRefused(String name) {
        Map<String, Object> form = form(name, "10.0.0.1");
        assertThat(admin.post("/devices", form).fieldError("name")).contains("1 to 128 letters, digits");
    }

    @Test
    void aNameMayHave128CharactersAndNoMore() {
        admin.post("/devices", form("r".repeat(128), "10.0.0.1")).expect(201);
        admin.post("/devices", form("r".repeat(129), "10.0.0.2")).fieldError("name");
        admin.post("/devices", form("r".repeat(300), "10.0.0.2")).fieldError("name");
    }

    @Test
    void everythingWrongIsNamedAtOnce() {
        Api.Answer answer =
                admin.post("/devices", Map.of("parameters", Map.of("Bad Name", "x", "good", "line\nbreak")));
        assertThat(answer.problem(422)).startsWith("6 fields are not valid");
        for (String field : List.of("group", "name", "address", "platform", "parameters.Bad Name", "parameters.good")) {
            assertThat(answer.fieldError(field)).isNotBlank();
        }
    }

    @Test
    void aNameAndAnAddressAreTakenOncePerGroup() {
        admin.post("/devices", form("core", "10.0.0.1")).expect(201);
        assertThat(admin.post("/devices", form("CORE", "10.0.0.2")).problem(409))
                .contains("\"CORE\"", group);
        assertThat(admin.post("/devices", form("other", "10.0.0.1")).problem(409))
                .contains("10.0.0.1", group);
        Map<String, Object> otherPort = form("other", "10.0.0.1");
        otherPort.put("port", 2222);
        admin.post("/devices", otherPort).expect(201);
        group = orchestrator.newGroup();
        admin.post("/devices", form("core", "10.0.0.1")).expect(201);
    }

    @Test
    void givenFieldsChangeAndParametersMerge() {
        Map<String, Object> form = form("core", "10.0.0.1");
        form.put("port", 2222);
        form.put("parameters", Map.of("bytes", 1000, "kept", "yes"));
        long id = id(admin.post("/devices", form));
        JsonNode changed = admin.patch(
                        "/devices/" + id,
                        "{\"port\":null,\"enabled\":false,\"parameters\":{\"bytes\":null,\"new\":\"x\"}}")
                .expect(200)
                .json();
        assertThat(changed.path("port").isNull()).isTrue();
        assertThat(changed.path("enabled").asBoolean()).isFalse();
        assertThat(changed.path("name").asString()).isEqualTo("core");
        assertThat(changed.path("parameters").toString())
                .contains("kept", "new")
                .doesNotContain("bytes");
        assertThat(admin.patch("/devices/" + id, Map.of("colour", "red")).fieldError("colour"))
                .contains("colour");
        assertThat(admin.patch("/devices/" + id, "{\"name\":null}").fieldError("name"))
                .contains("missing");
        assertThat(lastAudit()).contains("device.change", "\\\"before\\\":2222");
    }

    @Test
    void movingToATakenNameIsRefused() {
        admin.post("/devices", form("one", "10.0.0.1")).expect(201);
        long two = id(admin.post("/devices", form("two", "10.0.0.2")));
        assertThat(admin.patch("/devices/" + two, Map.of("name", "One")).problem(409))
                .contains("\"One\"");
        assertThat(admin.patch("/devices/" + two, Map.of("address", "10.0.0.1")).problem(409))
                .contains("10.0.0.1");
        admin.patch("/devices/" + two, Map.of("name", "TWO")).expect(200);
    }

    @Test
    void aDeletedDeviceIsGoneAndItsNameIsFree() {
        long id = id(admin.post("/devices", form("core", "10.0.0.1")));
        admin.delete("/devices/" + id).expect(204);
        admin.get("/devices/" + id).problem(404);
        admin.delete("/devices/" + id).problem(404);
        admin.patch("/devices/" + id, Map.of("name", "x")).problem(404);
        admin.post("/devices", form("core", "10.0.0.1")).expect(201);
        assertThat(orchestrator
                        .jdbc()
                        .sql("select count(*) from device where id = :id")
                        .param("id", id)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void theListIsReadPageByPageAndSearched() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            expected.add("Router-" + i);
            admin.post("/devices", form("Router-" + i, "10.1.0." + i)).expect(201);
        }
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = admin.get("/devices?group=%s&limit=3&after=%s".formatted(group, after))
                    .expect(200)
                    .json();
            assertThat(page.path("items").size()).isLessThanOrEqualTo(3);
            page.path("items").forEach(device -> seen.add(device.path("name").asString()));
            after = page.path("next").isNull() ? "" : page.path("next").asString();
        } while (!after.isEmpty());
        assertThat(seen).isEqualTo(expected);
        assertThat(admin.get("/devices?group=%s&q=ROUTER-3".formatted(group))
                        .json()
                        .path("items"))
                .hasSize(1);
        assertThat(admin.get("/devices?group=%s&q=10.1.0.6".formatted(group))
                        .json()
                        .path("items"))
                .hasSize(1);
        assertThat(admin.get("/devices?group=%s&q=%%25".formatted(group)).json().path("items"))
                .isEmpty();
    }

    @Test
    void anotherHostKeyIsAcceptedByFingerprintAndAudited() {
        long id = id(admin.post("/devices", form("core", "10.0.0.1")));
        JsonNode none = admin.get("/devices/" + id + "/host-keys").expect(200).json();
        assertThat(none.path("accepted").isNull()).isTrue();
        assertThat(none.path("seen")).isEmpty();
        seen(id, "ssh-ed25519 AAAAold", "SHA256:old");
        seen(id, "ssh-ed25519 AAAAnew", "SHA256:new");
        admin.post("/devices/" + id + "/host-keys/accept", Map.of("fingerprint", "SHA256:old"))
                .expect(200);
        JsonNode accepted = admin.post("/devices/" + id + "/host-keys/accept", Map.of("fingerprint", "SHA256:new"))
                .expect(200)
                .json();
        assertThat(accepted.path("accepted").path("host_key").asString()).isEqualTo("ssh-ed25519 AAAAnew");
        assertThat(accepted.path("accepted").path("accepted_by").asString()).isEqualTo("admin");
        assertThat(accepted.path("seen")).hasSize(2);
        assertThat(lastAudit()).contains("device.accept_host_key", "was SHA256:old, is SHA256:new");
        assertThat(admin.post("/devices/" + id + "/host-keys/accept", Map.of("fingerprint", "SHA256:evil"))
                        .fieldError("fingerprint"))
                .contains("SHA256:evil", "never showed");
        admin.post("/devices/" + id + "/host-keys/accept", Map.of()).fieldError("fingerprint");
    }

    @Test
    void theStateIsThatOfTheLastBackup() {
        long id = id(admin.post("/devices", form("core", "10.0.0.1")));
        orchestrator.jdbc().sql("""
                insert into device_state (device_id, last_status, last_failure, last_attempt_at, failures_in_a_row)
                values (:id, 'failure', 'UNREACHABLE', '2026-11-21T06:00:00Z', 3)
                """).param("id", id).update();
        JsonNode state = admin.get("/devices/" + id).json().path("state");
        assertThat(state.path("last_status").asString()).isEqualTo("failure");
        assertThat(state.path("last_failure").asString()).isEqualTo("UNREACHABLE");
        assertThat(state.path("last_attempt_at").asString()).isEqualTo("2026-11-21T06:00:00Z");
        assertThat(state.path("failures_in_a_row").asInt()).isEqualTo(3);
    }

    private Map<String, Object> form(String name, String address) {
        Map<String, Object> form = new HashMap<>();
        form.put("group", group);
        form.put("name", name);
        form.put("address", address);
        form.put("platform", "cisco_ios");
        return form;
    }

    private static long id(Api.Answer answer) {
        return answer.expect(201).json().path("id").asLong();
    }

    private String lastAudit() {
        return admin.get("/audit?limit=1")
                .expect(200)
                .json()
                .path("items")
                .get(0)
                .toString();
    }

    private static void seen(long device, String key, String fingerprint) {
        orchestrator
                .jdbc()
                .sql("""
                insert into host_key_seen (device_id, host_key, fingerprint, first_seen_at, last_seen_at)
                values (:device, :key, :fingerprint, now(), now())
                """)
                .param("device", device)
                .param("key", key)
                .param("fingerprint", fingerprint)
                .update();
    }
}
