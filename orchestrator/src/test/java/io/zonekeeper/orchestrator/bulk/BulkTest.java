package io.zonekeeper.orchestrator.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class BulkTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private Api admin;
    private String group;
    private List<Long> ids;

    @BeforeEach
    void fill() {
        admin = orchestrator.admin();
        group = orchestrator.newGroup();
        ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(device(group, "r" + i, "10.0.0." + i));
        }
    }

    private long device(String in, String name, String address) {
        return admin.post(
                        "/devices",
                        Map.of(
                                "group",
                                in,
                                "name",
                                name,
                                "address",
                                address,
                                "platform",
                                "noop",
                                "tags",
                                List.of("old", "kept")))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    private Api.Answer bulk(Map<String, Object> request) {
        return admin.post("/devices/bulk", request);
    }

    private JsonNode device(long id) {
        return admin.get("/devices/" + id).expect(200).json();
    }

    @Test
    void whatIsGivenChangesAndTheRestStays() {
        JsonNode done = bulk(Map.of(
                        "action",
                        "change",
                        "ids",
                        ids.subList(0, 2),
                        "change",
                        Map.of("platform", "linux", "add_tags", List.of("New"), "remove_tags", List.of("old"))))
                .expect(200)
                .json();
        assertThat(done.path("done").asInt()).isEqualTo(2);
        assertThat(device(ids.get(0)).path("platform").asString()).isEqualTo("linux");
        assertThat(device(ids.get(0)).path("tags").toString()).isEqualTo("[\"kept\",\"new\"]");
        assertThat(device(ids.get(2)).path("platform").asString()).isEqualTo("noop");
        assertThat(admin.get("/audit?limit=2").text()).contains("device.change", "linux");
    }

    @Test
    void whatFitsAFilterIsChosenAndTheNumberHasToBeTheExpectedOne() {
        Map<String, Object> request =
                new HashMap<>(Map.of("action", "disable", "filter", Map.of("group", group, "q", "r"), "expected", 5));
        assertThat(bulk(request).problem(409)).contains("4 devices are selected now, not 5");
        request.put("expected", 4);
        request.put("dry_run", true);
        assertThat(bulk(request).expect(200).json().path("selected").asInt()).isEqualTo(4);
        assertThat(device(ids.getFirst()).path("enabled").asBoolean()).isTrue();
        request.put("dry_run", false);
        bulk(request).expect(200);
        assertThat(device(ids.getFirst()).path("enabled").asBoolean()).isFalse();
        assertThat(bulk(request).expect(200).json().path("done").asInt()).isZero();
    }

    @Test
    void aMoveToAGroupThatHasTheNameIsRefusedWhole() {
        String other = orchestrator.newGroup();
        device(other, "R2", "192.0.2.1");
        assertThat(bulk(Map.of("action", "change", "ids", ids, "change", Map.of("group", other)))
                        .problem(409))
                .contains(group + "/r2", other);
        assertThat(device(ids.getFirst()).path("group").asString()).isEqualTo(group);
        bulk(Map.of("action", "change", "ids", ids.subList(0, 2), "change", Map.of("group", other)))
                .expect(200);
        assertThat(device(ids.getFirst()).path("group").asString()).isEqualTo(other);
    }

    @Test
    void twoOfTheSameNameDoNotMeetInOneGroup() {
        String left = orchestrator.newGroup();
        String right = orchestrator.newGroup();
        String target = orchestrator.newGroup();
        List<Long> same = List.of(device(left, "same", "10.1.0.1"), device(right, "SAME", "10.1.0.2"));
        assertThat(bulk(Map.of("action", "change", "ids", same, "change", Map.of("group", target)))
                        .problem(409))
                .contains("twice");
    }

    @Test
    void aRunIsStartedForThoseEnabled() {
        bulk(Map.of("action", "disable", "ids", List.of(ids.getFirst()))).expect(200);
        JsonNode done = bulk(Map.of("action", "run", "ids", ids)).expect(200).json();
        assertThat(done.path("done").asInt()).isEqualTo(3);
        assertThat(admin.get("/runs/" + done.path("run_id").asString())
                        .expect(200)
                        .json()
                        .path("counts")
                        .path("total")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThat(bulk(Map.of("ids", ids)).fieldError("action")).contains("missing");
        assertThat(bulk(Map.of("action", "paint", "ids", ids)).fieldError("action"))
                .contains("paint");
        assertThat(bulk(Map.of("action", "delete")).fieldError("ids")).contains("one of");
        assertThat(bulk(Map.of("action", "delete", "ids", List.of())).fieldError("ids"))
                .contains("No device");
        assertThat(bulk(Map.of("action", "change", "ids", ids)).fieldError("change"))
                .contains("missing");
        assertThat(bulk(Map.of("action", "change", "ids", ids, "change", Map.of()))
                        .fieldError("change"))
                .contains("Nothing");
        assertThat(bulk(Map.of("action", "change", "ids", ids, "change", Map.of("group", "nowhere")))
                        .fieldError("group"))
                .contains("nowhere");
        assertThat(bulk(Map.of("action", "change", "ids", ids, "change", Map.of("add_tags", List.of("a b"))))
                        .fieldError("add_tags"))
                .contains("a b");
        assertThat(bulk(Map.of("action", "delete", "ids", List.of(ids.getFirst(), 999_999_999L)))
                        .fieldError("ids"))
                .contains("Device 999999999 does not exist");
        assertThat(device(ids.getFirst()).path("name").asString()).isEqualTo("r0");
        orchestrator
                .userWithRole("viewer")
                .post("/devices/bulk", Map.of("action", "delete", "ids", ids))
                .problem(403);
    }

    @Test
    void thePageAsksFirstAndDeletesOnlyWhatIsTyped() {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            String list = "/devices?group=" + group;
            assertThat(browser.get(list + "&sort=-name").body())
                    .contains("4 devices", "name=\"id\"", "aria-sort=\"descending\"");
            Map<String, String> all = Map.of("action", "delete", "all", "true", "group", group);
            HttpResponse<String> asked = browser.submit(list, "/devices/bulk", all);
            assertThat(asked.statusCode()).isEqualTo(200);
            assertThat(asked.body()).contains("Delete 4 devices", "Type 4 to delete them", "r3");
            Map<String, String> apply = new HashMap<>(all);
            apply.put("expected", "4");
            apply.put("confirm", "3");
            HttpResponse<String> refused = browser.submit(list, "/devices/bulk/apply", apply);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("confirm-wrong", "Type 4");
            apply.put("confirm", "4");
            assertThat(browser.submit(list, "/devices/bulk/apply", apply).statusCode())
                    .isEqualTo(302);
            assertThat(browser.get(list).body()).contains("Nothing fits", "4 devices taken out");
            HttpResponse<String> nothing = browser.submit("/devices/new", "/devices/bulk", Map.of("action", "enable"));
            assertThat(nothing.statusCode()).isEqualTo(302);
            assertThat(browser.get("/devices").body()).contains("No device is selected");
        }
    }

    @Test
    void thePageSaysWhatIsWrongBesideTheField() {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            String list = "/devices?group=" + group;
            Map<String, String> change = new HashMap<>(Map.of(
                    "action", "change", "id", ids.getFirst().toString(), "expected", "1", "new_platform", "Not One"));
            assertThat(browser.submit(list, "/devices/bulk/apply", change).body())
                    .contains("id=\"new_platform-wrong\"", "Not One");
            change.put("new_platform", "linux");
            change.put("add_tags", "a, b");
            assertThat(browser.submit(list, "/devices/bulk/apply", change).statusCode())
                    .isEqualTo(302);
            assertThat(device(ids.getFirst()).path("tags").toString()).contains("\"a\"", "\"b\"", "\"kept\"");
        }
    }
}
