package io.zonekeeper.orchestrator.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    private static String group;
    private static long device;

    @BeforeAll
    static void makeADevice() {
        group = orchestrator.newGroup();
        device = orchestrator
                .admin()
                .post("/devices", Map.of("group", group, "name", "r1", "address", "10.0.0.1", "platform", "noop"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    @Test
    void theSameRequestStartsOneRunAndGetsTheSameAnswer() {
        String key = key();
        int before = runs();
        Api.Answer first =
                start(orchestrator.admin(), key, Map.of("group", group)).expect(202);
        Api.Answer again =
                start(orchestrator.admin(), key, Map.of("group", group)).expect(202);
        assertThat(runs()).isEqualTo(before + 1);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location")).startsWith("/api/v1/runs/");
        assertThat(again.header("Content-Type")).startsWith("application/json");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void anImportIsTakenOverOnceAndAnotherFileWithItsKeyIsAConflict() {
        Map<String, String> key = Map.of("Idempotency-Key", key());
        String path = "/imports?source=once&group=%s&platform=ios".formatted(group);
        byte[] file = "name,address\nfw-1,10.0.0.8\n".getBytes(StandardCharsets.UTF_8);
        Api.Answer first = orchestrator.admin().upload(path, file, key).expect(200);
        Api.Answer again = orchestrator.admin().upload(path, file, key).expect(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.json().path("counts").path("created").asInt()).isEqualTo(1);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        byte[] other = "name,address\nfw-2,10.0.0.9\n".getBytes(StandardCharsets.UTF_8);
        assertThat(orchestrator.admin().upload(path, other, key).problem(409)).contains("another request");
        assertThat(orchestrator.admin().get("/devices?source=once").json().path("items"))
                .hasSize(1);
    }

    @Test
    void devicesChosenTwiceByTheSameKeyRunOnce() {
        String key = key();
        int before = runs();
        Map<String, Object> run = Map.of("action", "run", "ids", List.of(device));
        for (int i = 0; i < 2; i++) {
            orchestrator
                    .admin()
                    .send("POST", "/devices/bulk", run, Map.of("Idempotency-Key", key))
                    .expect(200);
        }
        assertThat(runs()).isEqualTo(before + 1);
    }

    @Test
    void anotherRequestWithTheSameKeyIsAConflict() {
        String key = key();
        start(orchestrator.admin(), key, Map.of("group", group)).expect(202);
        int before = runs();
        assertThat(start(orchestrator.admin(), key, Map.of("all", true)).problem(409))
                .contains(key, "another request");
        assertThat(orchestrator
                        .admin()
                        .send("POST", "/devices/%d/login-test".formatted(device), null, Map.of("Idempotency-Key", key))
                        .problem(409))
                .contains(key);
        assertThat(runs()).isEqualTo(before);
    }

    @Test
    void ofManyAtOnceOneStartsARun() throws Exception {
        String key = key();
        int before = runs();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> call = () -> start(orchestrator.admin(), key, Map.of("group", group))
                    .expect(202)
                    .text();
            List<Future<String>> answers = threads.invokeAll(Collections.nCopies(6, call));
            String first = answers.getFirst().get();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(first);
            }
        }
        assertThat(runs()).isEqualTo(before + 1);
    }

    @Test
    void aRefusedRequestMayBeRepeated() {
        String key = key();
        start(orchestrator.admin(), key, Map.of("group", "none-such")).fieldError("group");
        start(orchestrator.admin(), key, Map.of("group", group)).expect(202);
    }

    @Test
    void aDayLaterTheKeyIsAsGoodAsNew() {
        String key = key();
        String first = start(orchestrator.admin(), key, Map.of("group", group)).text();
        clock.advance(Duration.ofHours(25));
        String later = start(orchestrator.admin(), key, Map.of("all", true))
                .expect(202)
                .text();
        assertThat(later).isNotEqualTo(first);
        clock.advance(Duration.ofHours(25));
        start(orchestrator.admin(), key(), Map.of("group", group)).expect(202);
        assertThat(orchestrator
                        .jdbc()
                        .sql("select count(*) from idempotency_key")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void oneUsersKeyIsNotAnothers() {
        String key = key();
        Api operator = orchestrator.userWithRole("operator");
        String admins = start(orchestrator.admin(), key, Map.of("group", group))
                .expect(202)
                .text();
        assertThat(start(operator, key, Map.of("group", group)).expect(202).text())
                .isNotEqualTo(admins);
    }

    @Test
    void whoMayNotStartARunGetsNoAnswerOfAnother() {
        String key = key();
        start(orchestrator.admin(), key, Map.of("group", group)).expect(202);
        start(orchestrator.userWithRole("viewer"), key, Map.of("group", group)).problem(403);
        start(orchestrator.api(), key, Map.of("group", group)).problem(401);
    }

    @Test
    void whereAnAnswerHoldsASecretNoKeyIsTaken() {
        assertThat(orchestrator
                        .admin()
                        .send("POST", "/tokens", Map.of("name", "x"), Map.of("Idempotency-Key", key()))
                        .problem(400))
                .contains("POST /api/v1/tokens", "leave it out");
        assertThat(orchestrator
                        .admin()
                        .send("POST", "/nothing", "{}", Map.of("Idempotency-Key", key()))
                        .problem(404))
                .contains("/api/v1/nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank", ""})
    void aKeyThatIsNoneIsRefused(String key) {
        assertThat(start(orchestrator.admin(), key, Map.of("group", group)).problem(400))
                .contains("1 to 255");
        assertThat(start(orchestrator.admin(), "k".repeat(256), Map.of("group", group))
                        .problem(400))
                .contains("1 to 255");
    }

    private static Api.Answer start(Api api, String key, Map<String, ?> body) {
        return api.send("POST", "/runs", body, Map.of("Idempotency-Key", key));
    }

    private static int runs() {
        return orchestrator
                .jdbc()
                .sql("select count(*) from run")
                .query(Integer.class)
                .single();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
