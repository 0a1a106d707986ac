package io.zonekeeper.orchestrator.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ConditionalEditTest {

    private static final String DEVICE = "/api/v1/devices/{id}";
    private static final String GROUP = "/api/v1/groups/{name}";
    private static final String CREDENTIAL = "/api/v1/credentials/{id}";
    private static final String SCHEDULE = "/api/v1/schedules/{id}";
    private static final String USER = "/api/v1/users/{id}";

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    /** A thing to be edited, and two edits of it. */
    private record Edit(String path, Map<String, ?> first, Map<String, ?> second) {}

    private static final Map<String, Edit> edits = new HashMap<>();

    @BeforeAll
    static void make() {
        Api admin = orchestrator.admin();
        String group = orchestrator.newGroup();
        edits.put(GROUP, new Edit("/groups/" + group, Map.of("description", "a"), Map.of("description", "b")));
        edits.put(
                DEVICE,
                new Edit(
                        "/devices/"
                                + id(admin.post(
                                        "/devices",
                                        Map.of(
                                                "group",
                                                group,
                                                "name",
                                                "r1",
                                                "address",
                                                "10.0.0.1",
                                                "platform",
                                                "noop"))),
                        Map.of("address", "10.0.0.2"),
                        Map.of("address", "10.0.0.3")));
        edits.put(
                CREDENTIAL,
                new Edit(
                        "/credentials/"
                                + id(admin.post(
                                        "/credentials", Map.of("name", "core", "username", "backup", "password", "x"))),
                        Map.of("password", "y"),
                        Map.of("password", "z")));
        edits.put(
                SCHEDULE,
                new Edit(
                        "/schedules/"
                                + id(admin.post(
                                        "/schedules", Map.of("name", "nightly", "cron", "0 2 * * *", "zone", "UTC"))),
                        Map.of("cron", "0 3 * * *"),
                        Map.of("cron", "0 4 * * *")));
        edits.put(
                USER,
                new Edit(
                        "/users/"
                                + id(admin.post(
                                        "/users",
                                        Map.of(
                                                "username",
                                                "ann",
                                                "password",
                                                OrchestratorFixture.ADMIN_PASSWORD,
                                                "role",
                                                "viewer"))),
                        Map.of("role", "operator"),
                        Map.of("role", "admin")));
    }

    @Test
    void everyPatchIsTriedHere() {
        TreeSet<String> patches = new TreeSet<>();
        orchestrator
                .beans(RequestMappingHandlerMapping.class)
                .forEach(mappings -> mappings.getHandlerMethods().keySet().forEach(mapping -> {
                    if (mapping.getMethodsCondition().getMethods().contains(RequestMethod.PATCH)) {
                        patches.addAll(mapping.getPatternValues());
                    }
                }));
        assertThat(edits.keySet()).containsExactlyInAnyOrderElementsOf(patches);
    }

    @ParameterizedTest
    @ValueSource(strings = {DEVICE, GROUP, CREDENTIAL, SCHEDULE, USER})
    void aChangeSaysWhatItChanges(String endpoint) {
        Edit edit = edits.get(endpoint);
        Api admin = orchestrator.admin();
        assertThat(admin.send("PATCH", edit.path(), edit.first(), Map.of()).problem(428))
                .contains("If-Match", "GET /api/v1" + edit.path());
        String seen = etag(admin.get(edit.path()));
        Api.Answer changed = patch(edit, edit.first(), seen);
        changed.expect(200);
        assertThat(etag(changed)).isNotEqualTo(seen).isEqualTo(etag(admin.get(edit.path())));
        assertThat(patch(edit, edit.second(), seen).problem(412)).contains("/api/v1" + edit.path(), seen);
        assertThat(etag(admin.get(edit.path()))).isEqualTo(etag(changed));
        patch(edit, edit.second(), "\"other\", " + etag(changed)).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {DEVICE, GROUP, SCHEDULE})
    void whatIsTakenAwayMayBeHeldToItsStateToo(String endpoint) {
        Edit edit = edits.get(endpoint);
        assertThat(orchestrator
                        .admin()
                        .send("DELETE", edit.path(), null, Map.of("If-Match", "\"of yesterday\""))
                        .problem(412))
                .contains(edit.path());
        orchestrator.admin().get(edit.path()).expect(200);
    }

    @Test
    void whatChangesByItselfLeavesTheTagAsItIs() {
        Edit edit = edits.get(DEVICE);
        String before = etag(orchestrator.admin().get(edit.path()));
        orchestrator.jdbc().sql("""
                        insert into device_state (device_id, last_status, last_attempt_at)
                        select id, 'success', now() from device
                        on conflict (device_id) do update set last_attempt_at = now()
                        """).update();
        assertThat(etag(orchestrator.admin().get(edit.path()))).isEqualTo(before);
    }

    @Test
    void ofTwoChangesAtOnceOneIsRefused() throws Exception {
        Edit edit = edits.get(DEVICE);
        String seen = etag(orchestrator.admin().get(edit.path()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> changes = List.of(
                    () -> patch(edit, Map.of("address", "10.0.1.1"), seen).status(),
                    () -> patch(edit, Map.of("address", "10.0.1.2"), seen).status());
            List<Future<Integer>> answers = threads.invokeAll(changes);
            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 412);
        }
    }

    @Test
    void theTagOfACredentialIsNoHashOfItsSecrets() {
        Api admin = orchestrator.admin();
        String path = "/credentials/"
                + id(admin.post("/credentials", Map.of("name", "tagged", "username", "u", "password", "same")));
        String first = etag(admin.get(path));
        assertThat(etag(admin.patch(path, Map.of("password", "same")).expect(200)))
                .isNotEqualTo(first);
    }

    private static Api.Answer patch(Edit edit, Map<String, ?> change, String ifMatch) {
        return orchestrator.admin().send("PATCH", edit.path(), change, Map.of("If-Match", ifMatch));
    }

    private static String etag(Api.Answer answer) {
        String tag = answer.expect(200).header("ETag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        return tag;
    }

    private static String id(Api.Answer created) {
        return created.expect(201).json().path("id").asString();
    }
}
