package io.zonekeeper.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.job.BackupJob;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.LoginTestJob;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.run.RunSummaries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import tools.jackson.databind.JsonNode;

class DispatchTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    private DispatchScene scene;

    @BeforeEach
    void makeGroup() {
        scene = new DispatchScene(orchestrator, clock);
    }

    @AfterEach
    void leaveNothingDue() {
        scene.end();
    }

    private static Dispatcher dispatcher() {
        return orchestrator.bean(Dispatcher.class);
    }

    private static void dispatchAll() {
        for (int i = 0; i < 1000; i++) {
            if (!dispatcher().tick()) {
                return;
            }
        }
        throw new AssertionError("The dispatcher finds work without end.");
    }

    @Test
    void aJobGoesOutSealedAndItsOutcomeFinishesIt() throws Exception {
        long device = scene.newDevices(1, scene.newCredential()).getFirst();
        UUID run = scene.run();
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("waiting");

        assertThat(dispatcher().tick()).isTrue();
        DispatchScene.Taken taken = scene.takeAll().getFirst();
        assertThat(taken.message().getProps().getMessageId())
                .isEqualTo(taken.taskId().toString());
        assertThat(taken.message().getProps().getType()).isEqualTo("backup");
        assertThat(taken.message().getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(new String(taken.message().getBody(), StandardCharsets.UTF_8))
                .doesNotContain("s3cret", "10.0.");
        BackupJob job = (BackupJob) taken.job().job();
        assertThat(job.taskIdentifier()).startsWith("backup_now:" + device + ":");
        assertThat(job.notAfter()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        DeviceAccess access = scene.open(taken);
        assertThat(access.username()).isEqualTo("backup");
        assertThat(access.password()).isEqualTo("s3cret-in-the-zone");
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("queued");

        scene.outcome(taken.taskId(), null);
        assertThat(orchestrator.bean(Settlement.class).tick()).isTrue();
        orchestrator.bean(RunSummaries.class).tick();
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("success");
        JsonNode ended = scene.runOf(run);
        assertThat(ended.path("finished_at").isNull()).isFalse();
        assertThat(ended.path("counts").path("success").asInt()).isEqualTo(1);
        assertThat(dispatcher().tick()).isFalse();
    }

    @Test
    void aJobACollectorSaysItIsAtWorkOnIsRunning() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        dispatchAll();
        UUID taskId = scene.takeAll().getFirst().taskId();
        scene.heartbeat("running-1", 10, List.of(new TaskId(taskId)));
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("running");
        assertThat(scene.runOf(run).path("counts").path("running").asInt()).isEqualTo(1);
        scene.forget("running-1");
    }

    @Test
    void whatTheBrokerReturnsWaitsAndGoesOutLaterUnderTheSameTaskId() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        scene.deleteQueue();
        assertThat(dispatcher().tick()).isFalse();
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("waiting");
        UUID unsent = scene.jdbc()
                .sql("select task_id from attempt where job_id in (select id from job where run_id = :run)")
                .param("run", run)
                .query(UUID.class)
                .single();

        assertThat(dispatcher().tick()).as("the queue is declared again").isTrue();
        assertThat(scene.takeAll()).extracting(DispatchScene.Taken::taskId).containsExactly(unsent);
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("queued");
        assertThat(scene.onlyJob(run).path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void noMoreIsSentThanTheWindowHasRoomFor() {
        scene.newDevices(700, null);
        scene.run();
        dispatchAll();
        List<DispatchScene.Taken> first = scene.takeAll();
        assertThat(first).hasSize(Dispatcher.LEAST_WINDOW);
        for (int i = 0; i < 30; i++) {
            scene.outcome(first.get(i).taskId(), null);
        }
        orchestrator.bean(Settlement.class).tick();
        dispatchAll();
        assertThat(scene.takeAll()).hasSize(30);
    }

    @Test
    void theWindowGrowsWithTheLiveSlots() {
        scene.newDevices(700, null);
        scene.run();
        scene.heartbeat("window-1", 150, List.of());
        dispatchAll();
        assertThat(scene.takeAll()).hasSize(4 * 150);
        scene.forget("window-1");
    }

    @Test
    void twoDispatchersSendEachJobOnceAndKeepToOneWindow() throws Exception {
        scene.newDevices(900, null);
        scene.run();
        try (ExecutorService dispatchers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> both = List.of(
                    dispatchers.submit(DispatchTest::dispatchAll), dispatchers.submit(DispatchTest::dispatchAll));
            for (Future<?> one : both) {
                one.get();
            }
        }
        dispatchAll();
        List<DispatchScene.Taken> taken = scene.takeAll();
        assertThat(taken).hasSize(Dispatcher.LEAST_WINDOW);
        assertThat(taken).extracting(DispatchScene.Taken::deviceId).doesNotHaveDuplicates();
    }

    @Test
    void loginTestsGoFirstThenManualRunsThenTheRest() {
        List<Long> devices = scene.newDevices(3, null);
        scene.run(Map.of("device_ids", List.of(devices.get(0))));
        scene.jdbc()
                .sql("update job set priority = 0 where device_id = :id")
                .param("id", devices.get(0))
                .update();
        scene.run(Map.of("device_ids", List.of(devices.get(1))));
        JsonNode test = orchestrator
                .admin()
                .post("/devices/%d/login-test".formatted(devices.get(2)))
                .expect(202)
                .json();
        assertThat(test.path("job_id").asString()).isNotBlank();
        dispatchAll();
        List<DispatchScene.Taken> taken = scene.takeAll();
        assertThat(taken)
                .extracting(DispatchScene.Taken::deviceId)
                .containsExactly(devices.get(2), devices.get(1), devices.get(0));
        assertThat(taken.getFirst().job().job()).isInstanceOf(LoginTestJob.class);
    }

    @Test
    void ofDevicesDueTogetherTheSlowestOfTheLastTimeGoFirst() {
        List<Long> devices = scene.newDevices(4 * Dispatcher.LEAST_WINDOW, null);
        List<Long> slowestFirst = List.of(devices.get(40), devices.get(550), devices.get(7));
        for (int i = 0; i < slowestFirst.size(); i++) {
            scene.jdbc()
                    .sql("insert into device_state (device_id, last_duration_ms) values (:id, :duration)")
                    .param("id", slowestFirst.get(i))
                    .param("duration", 30_000 - i)
                    .update();
        }
        scene.run();
        dispatchAll();
        assertThat(scene.takeAll())
                .extracting(DispatchScene.Taken::deviceId)
                .startsWith(slowestFirst.toArray(Long[]::new))
                .doesNotHaveDuplicates();
    }

    @Test
    void aPausedGroupSendsNothingUntilItIsResumed() {
        scene.newDevices(2, null);
        scene.run();
        orchestrator
                .admin()
                .post("/groups/%s/pause".formatted(scene.group), Map.of("reason", "works on the line"))
                .expect(200);
        assertThat(dispatcher().tick()).isFalse();
        assertThat(scene.takeAll()).isEmpty();
        orchestrator.admin().post("/groups/%s/resume".formatted(scene.group)).expect(200);
        dispatchAll();
        assertThat(scene.takeAll()).hasSize(2);
    }

    @Test
    void aJobWhoseCredentialIsPausedEndsSayingSo() {
        long credential = scene.newCredential();
        scene.newDevices(1, credential);
        UUID run = scene.run();
        scene.jdbc()
                .sql("update credential set paused_at = now(), pause_reason = 'x' where id = :id")
                .param("id", credential)
                .update();
        dispatchAll();
        assertThat(scene.takeAll()).isEmpty();
        JsonNode job = scene.onlyJob(run);
        assertThat(job.path("state").asString()).isEqualTo("cancelled");
        assertThat(job.path("detail").asString())
                .startsWith("credential login-")
                .endsWith(" is paused");
    }

    @Test
    void aDeviceWithoutACredentialIsNotTriedUnlessItNeedsNone() {
        List<Long> devices = scene.newDevices(1, null);
        scene.jdbc()
                .sql("update device set platform = 'linux' where id = :id")
                .param("id", devices.getFirst())
                .update();
        UUID run = scene.run();
        dispatchAll();
        assertThat(scene.takeAll()).isEmpty();
        assertThat(scene.onlyJob(run).path("detail").asString()).endsWith("has no credential");
    }

    @Test
    void anAttemptClaimedByADispatcherThatDiedIsSentAgainAfterItsLease() {
        scene.newDevices(1, null);
        UUID run = scene.run();
        List<UUID> claimed = new ArrayList<>();
        for (DispatchGroup group : orchestrator.bean(Attempts.class).groupsWithWork()) {
            claimed.addAll(orchestrator.bean(Attempts.class).claim(group, 500, 500));
        }
        assertThat(claimed).hasSize(1);
        assertThat(dispatcher().tick()).isFalse();
        clock.advance(Attempts.CLAIM_LEASE.plusSeconds(1));
        dispatchAll();
        assertThat(scene.takeAll()).extracting(DispatchScene.Taken::taskId).isEqualTo(claimed);
        assertThat(scene.onlyJob(run).path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void theAcceptedHostKeyTravelsSealed() throws Exception {
        long device = scene.newDevices(1, scene.newCredential()).getFirst();
        scene.run();
        dispatchAll();
        UUID taskId = scene.takeAll().getFirst().taskId();
        scene.outcome(taskId, null, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5");
        orchestrator.bean(Settlement.class).tick();
        assertThat(scene.jdbc()
                        .sql("select accepted_by from accepted_host_key where device_id = :id")
                        .param("id", device)
                        .query(String.class)
                        .single())
                .isEqualTo("first use");
        scene.run();
        dispatchAll();
        assertThat(scene.open(scene.takeAll().getFirst()).hostKey()).isEqualTo("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5");
    }

    @Test
    void aDeviceOwnLimitsTravelWithItsJob() {
        long device = scene.newDevices(1, null).getFirst();
        scene.jdbc()
                .sql("update device set limit_seconds = 5, max_bytes = 1000 where id = :id")
                .param("id", device)
                .update();
        scene.run();
        dispatchAll();
        BackupJob job = (BackupJob) scene.takeAll().getFirst().job().job();
        assertThat(job.limits().soft()).isEqualTo(Duration.ofSeconds(5));
        assertThat(job.limits().hard()).isEqualTo(Duration.ofSeconds(10));
        assertThat(job.limits().bytes()).isEqualTo(1000);
    }

    @Test
    void cancellingEndsWhatWaitsAndRevokesWhatIsOut() {
        scene.newDevices(600, null);
        UUID run = scene.run();
        dispatchAll();
        List<DispatchScene.Taken> out = scene.takeAll();
        JsonNode cancelled = orchestrator
                .admin()
                .post("/runs/%s/cancel".formatted(run))
                .expect(200)
                .json();
        assertThat(cancelled.path("cancelled").asInt()).isEqualTo(600);
        assertThat(cancelled.path("revoked").asInt()).isEqualTo(500);
        assertThat(scene.redis().exists("revoked:" + out.getFirst().taskId())).isTrue();
        scene.redis().del(out.stream().map(one -> "revoked:" + one.taskId()).toArray(String[]::new));
        assertThat(scene.runOf(run).path("counts").path("cancelled").asInt()).isEqualTo(600);

        scene.outcome(out.get(0).taskId(), "CANCELLED");
        scene.outcome(out.get(1).taskId(), "UNREACHABLE");
        scene.outcome(out.get(2).taskId(), null);
        orchestrator.bean(Settlement.class).tick();
        dispatchAll();
        assertThat(scene.takeAll()).isEmpty();
        JsonNode counts = scene.runOf(run).path("counts");
        assertThat(counts.path("cancelled").asInt()).isEqualTo(599);
        assertThat(counts.path("success").asInt()).as("it had begun").isEqualTo(1);
    }

    @Test
    void whatCannotBeRunIsRefusedByField() {
        List<Long> devices = scene.newDevices(1, null);
        scene.jdbc()
                .sql("update device set enabled = false where id = :id")
                .param("id", devices.getFirst())
                .update();
        var admin = orchestrator.admin();
        assertThat(admin.post("/runs", Map.of()).fieldError("device_ids")).contains("one of");
        assertThat(admin.post("/runs", Map.of("device_ids", List.of(987654321))).fieldError("device_ids"))
                .contains("987654321");
        assertThat(admin.post("/runs", Map.of("device_ids", devices)).fieldError("device_ids"))
                .contains("disabled");
        assertThat(admin.post("/runs", Map.of("group", "Nope")).fieldError("group"))
                .contains("Nope");
        assertThat(admin.post("/runs", Map.of("group", scene.group)).fieldError("group"))
                .contains("no enabled device");
        admin.get("/runs/" + UUID.randomUUID()).problem(404);
    }

    @Test
    void twentyThousandDevicesOnOneRunAreCounted() {
        scene.newDevices(20_000, null);
        UUID run = scene.run();
        JsonNode counts = scene.runOf(run).path("counts");
        assertThat(counts.path("total").asInt()).isEqualTo(20_000);
        assertThat(counts.path("waiting").asInt()).isEqualTo(20_000);
        orchestrator.admin().post("/runs/%s/cancel".formatted(run)).expect(200);
        orchestrator.bean(RunSummaries.class).tick();
        assertThat(scene.runOf(run).path("counts").path("cancelled").asInt()).isEqualTo(20_000);
        assertThat(scene.runOf(run).path("finished_at").isNull()).isFalse();
    }
}
