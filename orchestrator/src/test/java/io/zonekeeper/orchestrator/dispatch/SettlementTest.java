package io.zonekeeper.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.RedisSettings;
import io.zonekeeper.orchestrator.collector.ResultsBacklog;
import io.zonekeeper.orchestrator.run.RunSummaries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.support.TransactionTemplate;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import tools.jackson.databind.JsonNode;

class SettlementTest {

    /** Past the start window, the default hard limit and the grace. */
    private static final Duration PAST_RECONCILING = Duration.ofMinutes(66);

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    private DispatchScene scene;

    @BeforeEach
    void makeGroup() {
        scene = new DispatchScene(orchestrator, clock);
        settlement().reconcile();
        clock.advance(Duration.ofSeconds(31));
    }

    @AfterEach
    void leaveNothingDue() {
        scene.end();
        scene.redis().del(stream());
    }

    private static Settlement settlement() {
        return orchestrator.bean(Settlement.class);
    }

    private static Settlement settlementWithRedisAway() {
        ResultsBacklog away =
                new ResultsBacklog(RedisSettings.client("redis://127.0.0.1:1/0"), List.of("results"), clock);
        return new Settlement(
                orchestrator.jdbc(),
                orchestrator.bean(TransactionTemplate.class),
                orchestrator.bean(Endings.class),
                orchestrator.bean(Logins.class),
                away,
                orchestrator.bean(Collectors.class),
                orchestrator.bean(Missing.class),
                clock);
    }

    private static String stream() {
        return orchestrator.environment().get(io.zonekeeper.common.setting.SharedSettings.RESULTS_STREAM);
    }

    private List<DispatchScene.Taken> dispatch() {
        Dispatcher dispatcher = orchestrator.bean(Dispatcher.class);
        boolean more = dispatcher.tick();
        while (more) {
            more = dispatcher.tick();
        }
        return scene.takeAll();
    }

    private UUID dispatchOne() {
        List<DispatchScene.Taken> taken = dispatch();
        assertThat(taken).hasSize(1);
        return taken.getFirst().taskId();
    }

    private String state(UUID run) {
        return scene.onlyJob(run).path("state").asString();
    }

    @Test
    void aFailureThatMayMendItselfIsTriedAgainAfterItsPauseAndOnlySoOften() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        List<UUID> taskIds = new ArrayList<>();
        for (int attempt = 1; attempt <= 3; attempt++) {
            UUID taskId = dispatchOne();
            assertThat(taskIds).doesNotContain(taskId);
            taskIds.add(taskId);
            scene.outcome(taskId, "UNREACHABLE");
            settlement().tick();
            JsonNode job = scene.onlyJob(run);
            assertThat(job.path("failure").asString()).isEqualTo("UNREACHABLE");
            assertThat(job.path("state").asString()).isEqualTo(attempt < 3 ? "waiting" : "failure");
            assertThat(dispatch()).as("before the pause is over").isEmpty();
            clock.advance(Duration.ofSeconds(76L << attempt));
        }
        assertThat(dispatch()).isEmpty();
        JsonNode detail = orchestrator
                .admin()
                .get("/jobs/" + scene.onlyJob(run).path("id").asString())
                .expect(200)
                .json();
        assertThat(detail.path("state").asString()).isEqualTo("failure");
        assertThat(detail.path("attempts")).hasSize(3);
        assertThat(detail.path("attempts")
                        .get(2)
                        .path("outcome")
                        .path("failure")
                        .asString())
                .isEqualTo("UNREACHABLE");
    }

    @Test
    void aRefusedLoginIsNotTriedAgain() {
        scene.newDevices(1, scene.newCredential());
        UUID run = scene.run();
        scene.outcome(dispatchOne(), "LOGIN_REFUSED");
        settlement().tick();
        clock.advance(Duration.ofHours(1));
        assertThat(dispatch()).isEmpty();
        assertThat(state(run)).isEqualTo("failure");
        assertThat(scene.onlyJob(run).path("detail").asString()).isEqualTo("The device said no.");
    }

    @Test
    void fiveRefusedLoginsInARowPauseTheCredentialAndASuccessBetweenResetsTheCount() {
        long credential = scene.newCredential();
        scene.newDevices(9, credential);
        scene.run();
        List<DispatchScene.Taken> taken = dispatch();
        for (int i = 0; i < 9; i++) {
            scene.outcome(taken.get(i).taskId(), i == 3 ? null : "LOGIN_REFUSED");
            clock.advance(Duration.ofSeconds(1));
            if (i == 2) {
                settlement().tick();
            }
            if (i == 7) {
                settlement().tick();
                assertThat(isPaused(credential)).as("four after the success").isFalse();
            }
        }
        settlement().tick();
        assertThat(isPaused(credential)).isTrue();

        UUID run = scene.run();
        assertThat(dispatch()).isEmpty();
        assertThat(scene.jobs(run))
                .allSatisfy(job -> assertThat(job.path("detail").asString()).endsWith(" is paused"));
        assertThat(orchestrator
                        .admin()
                        .post("/credentials/%d/resume".formatted(credential))
                        .status())
                .isBetween(200, 204);
        UUID again = UUID.fromString(orchestrator
                .admin()
                .post("/runs/%s/retry-failed".formatted(run))
                .expect(202)
                .json()
                .path("id")
                .asString());
        assertThat(dispatch()).hasSize(9);
        assertThat(scene.runOf(again).path("note").asString()).contains(run.toString());
    }

    private boolean isPaused(long credential) {
        return scene.jdbc()
                .sql("select paused_at is not null from credential where id = :id")
                .param("id", credential)
                .query(Boolean.class)
                .single();
    }

    @Test
    void anAttemptWithoutOutcomeIsTakenForLostAndIssuedAnew() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        UUID lost = dispatchOne();
        clock.advance(Duration.ofMinutes(65));
        settlement().reconcile();
        assertThat(state(run)).isEqualTo("queued");
        clock.advance(Duration.ofMinutes(1));
        settlement().reconcile();
        assertThat(scene.onlyJob(run).path("failure").asString()).isEqualTo("LOST");
        assertThat(dispatchOne()).isNotEqualTo(lost);
        assertThat(state(run)).isEqualTo("queued");
    }

    @Test
    void nothingIsTakenForLostWhileRedisIsAway() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        dispatchOne();
        clock.advance(PAST_RECONCILING);
        settlementWithRedisAway().reconcile();
        assertThat(state(run)).isEqualTo("queued");
    }

    @Test
    void nothingIsTakenForLostRightAfterRedisHasComeBack() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        dispatchOne();
        clock.advance(PAST_RECONCILING);
        Settlement restarted = new Settlement(
                orchestrator.jdbc(),
                orchestrator.bean(TransactionTemplate.class),
                orchestrator.bean(Endings.class),
                orchestrator.bean(Logins.class),
                new ResultsBacklog(orchestrator.bean(RedisClient.class), List.of(stream()), clock),
                orchestrator.bean(Collectors.class),
                orchestrator.bean(Missing.class),
                clock);
        restarted.reconcile();
        assertThat(state(run)).isEqualTo("queued");
        clock.advance(Duration.ofSeconds(30));
        restarted.reconcile();
        assertThat(state(run)).isEqualTo("waiting");
    }

    @Test
    void nothingIsTakenForLostWhileItsResultMayStandInTheStream() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        dispatchOne();
        Instant added = clock.instant().plus(Duration.ofMinutes(2));
        StreamEntryID entry = scene.redis().xadd(stream(), new StreamEntryID(added.toEpochMilli()), Map.of("x", "y"));
        clock.advance(PAST_RECONCILING);
        settlement().reconcile();
        assertThat(state(run)).isEqualTo("queued");
        scene.redis().xdel(stream(), entry);
        settlement().reconcile();
        assertThat(state(run)).isEqualTo("waiting");
    }

    @Test
    void anAttemptACollectorIsStillAtWorkOnIsNotTakenForLost() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        UUID taskId = dispatchOne();
        clock.advance(PAST_RECONCILING);
        scene.heartbeat("holding-1", 10, List.of(new TaskId(taskId)));
        settlement().reconcile();
        assertThat(state(run)).isEqualTo("running");
        scene.forget("holding-1");
        settlement().reconcile();
        assertThat(state(run)).isEqualTo("waiting");
    }

    @Test
    void aSuccessThatComesAfterItsAttemptWasGivenUpWins() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        UUID lost = dispatchOne();
        clock.advance(PAST_RECONCILING);
        settlement().reconcile();
        scene.outcome(lost, null);
        assertThat(state(run)).isEqualTo("success");
        settlement().reconcile();
        assertThat(dispatch()).as("the retry is not needed any more").isEmpty();
    }

    @Test
    void aLateSuccessCorrectsTheCountsOfARunThatHadFinished() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        UUID last = null;
        for (int attempt = 0; attempt < 3; attempt++) {
            last = dispatchOne();
            clock.advance(PAST_RECONCILING);
            settlement().reconcile();
        }
        orchestrator.bean(RunSummaries.class).tick();
        assertThat(state(run)).isEqualTo("failure");
        assertThat(scene.onlyJob(run).path("failure").asString()).isEqualTo("LOST");
        assertThat(scene.runOf(run).path("counts").path("failure").asInt()).isEqualTo(1);

        scene.outcome(last, null);
        settlement().reconcile();
        orchestrator.bean(RunSummaries.class).tick();
        JsonNode corrected = scene.runOf(run);
        assertThat(corrected.path("counts").path("success").asInt()).isEqualTo(1);
        assertThat(corrected.path("counts").path("failure").asInt()).isZero();
    }

    @Test
    void eachBackupIsCountedOnceInTheHourOfItsEndAndALateSuccessAsOne() {
        scene.newDevices(2, null);
        scene.run();
        List<DispatchScene.Taken> taken = dispatch();
        scene.outcome(taken.get(0).taskId(), null);
        scene.outcome(taken.get(1).taskId(), "UNREACHABLE");
        settlement().tick();
        assertThat(counted()).containsExactly("1 and 0");
        UUID last = null;
        for (int attempt = 2; attempt <= 3; attempt++) {
            clock.advance(Duration.ofMinutes(10));
            last = dispatchOne();
            clock.advance(PAST_RECONCILING);
            settlement().reconcile();
        }
        assertThat(counted()).containsExactly("1 and 0", "0 and 1");
        scene.outcome(last, null);
        settlement().reconcile();
        settlement().reconcile();
        assertThat(counted()).containsExactly("1 and 0", "1 and 0");
    }

    private List<String> counted() {
        return orchestrator
                .jdbc()
                .sql("""
                        select succeeded || ' and ' || failed from backup_hour h join collector_group g on g.id = h.group_id
                        where g.name = :group order by hour
                        """)
                .param("group", scene.group)
                .query(String.class)
                .list();
    }

    @Test
    void aFailureAfterASuccessOfAnEarlierAttemptChangesNothing() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        UUID lost = dispatchOne();
        clock.advance(PAST_RECONCILING);
        settlement().reconcile();
        UUID second = dispatchOne();
        scene.outcome(lost, null);
        settlement().reconcile();
        scene.outcome(second, "UNREACHABLE");
        settlement().tick();
        clock.advance(Duration.ofHours(1));
        assertThat(dispatch()).isEmpty();
        assertThat(state(run)).isEqualTo("success");
    }

    @Test
    void aDeadLetteredAttemptOfOursIsIssuedAnew() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        UUID dead = dispatchOne();
        takeDead("{}".getBytes(StandardCharsets.UTF_8), dead.toString());
        assertThat(scene.onlyJob(run).path("failure").asString()).isEqualTo("DEAD_LETTERED");
        assertThat(dispatchOne()).isNotEqualTo(dead);
        assertThat(deadLettersOf(dead.toString())).isEmpty();
    }

    @Test
    void aDeadLetterWithAnOutcomeIsNotIssuedAnew() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        UUID dead = dispatchOne();
        scene.outcome(dead, null);
        takeDead("{}".getBytes(StandardCharsets.UTF_8), dead.toString());
        settlement().tick();
        assertThat(state(run)).isEqualTo("success");
        assertThat(dispatch()).isEmpty();
    }

    @Test
    void aForeignDeadLetterIsKeptAndShown() {
        String foreign = "foreign-" + UUID.randomUUID();
        takeDead(new byte[] {0, 1, 2}, foreign);
        assertThat(deadLettersOf(foreign)).singleElement().satisfies(letter -> {
            assertThat(letter.path("queue").asString()).isEqualTo(scene.queue());
            assertThat(letter.path("reason").asString()).isEqualTo("delivery_limit");
            assertThat(letter.path("bytes").asInt()).isEqualTo(3);
        });
    }

    /** Sends it again whenever an orchestrator of another class, which looks by itself, took it first. */
    private void takeDead(byte[] body, String messageId) {
        DeadLetters deadLetters = orchestrator.bean(DeadLetters.class);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            scene.sendDead(body, messageId);
            return deadLetters.tick();
        });
    }

    private List<JsonNode> deadLettersOf(String messageId) {
        List<JsonNode> found = new ArrayList<>();
        orchestrator
                .admin()
                .get("/dead-letters?limit=500")
                .expect(200)
                .json()
                .path("items")
                .forEach(letter -> {
                    if (letter.path("message_id").asString("").equals(messageId)) {
                        found.add(letter);
                    }
                });
        return found;
    }

    @Test
    void twoSettlementsSettleEachOutcomeOnce() throws Exception {
        scene.newDevices(400, null);
        UUID run = scene.run();
        dispatch().forEach(taken -> scene.outcome(taken.taskId(), taken.deviceId() % 2 == 0 ? null : "UNREACHABLE"));
        try (ExecutorService settlements = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> both =
                    List.of(settlements.submit(settlement()::tick), settlements.submit(settlement()::tick));
            for (Future<Boolean> one : both) {
                one.get();
            }
        }
        assertThat(settlement().tick()).isFalse();
        JsonNode counts = scene.runOf(run).path("counts");
        assertThat(counts.path("success").asInt() + counts.path("waiting").asInt())
                .isEqualTo(400);
        assertThat(counts.path("queued").asInt()).isZero();
    }

    @Test
    void aLoginTestThatFailsIsNotTriedAgain() {
        long device = scene.newDevices(1, scene.newCredential()).getFirst();
        UUID run = UUID.fromString(orchestrator
                .admin()
                .post("/devices/%d/login-test".formatted(device))
                .expect(202)
                .json()
                .path("run_id")
                .asString());
        scene.outcome(dispatchOne(), "UNREACHABLE");
        settlement().tick();
        assertThat(state(run)).isEqualTo("failure");
        assertThat(scene.runOf(run).path("trigger").asString()).isEqualTo("login_test");
    }

    @Test
    void jobsAreListedByStateAndPageByPage() {
        scene.newDevices(5, null);
        UUID run = scene.run();
        List<DispatchScene.Taken> taken = dispatch();
        scene.outcome(taken.get(0).taskId(), null);
        scene.outcome(taken.get(1).taskId(), "TOO_LARGE");
        settlement().tick();
        String path = "/runs/%s/jobs".formatted(run);
        assertThat(orchestrator.admin().get(path + "?state=failure").json().path("items"))
                .hasSize(1);
        assertThat(orchestrator.admin().get(path + "?state=queued").json().path("items"))
                .hasSize(3);
        assertThat(orchestrator.admin().get(path + "?state=odd").fieldError("state"))
                .contains("odd");
        JsonNode first = orchestrator.admin().get(path + "?limit=3").json();
        JsonNode second = orchestrator
                .admin()
                .get(path + "?limit=3&after=" + first.path("next").asString())
                .json();
        assertThat(first.path("items")).hasSize(3);
        assertThat(second.path("items")).hasSize(2);
        assertThat(second.path("next").isNull()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        orchestrator.admin().post("/runs", Map.of("group", scene.group)).expect(202);
        JsonNode runs = orchestrator.admin().get("/runs?limit=1").json();
        JsonNode before = orchestrator
                .admin()
                .get("/runs?limit=1&after=" + runs.path("next").asString())
                .json();
        assertThat(before.path("items").get(0).path("id").asString()).isEqualTo(run.toString());
    }
}
