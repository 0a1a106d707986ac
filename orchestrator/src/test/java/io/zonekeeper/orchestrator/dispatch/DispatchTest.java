package io.zonekeeper.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.job.BackupJob;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class DispatchTest {

    private static final ManualClock clock = new ManualClock();

    @RegisterExtension
    static final OrchestratorFixture orchestrator = DispatchScene.fixture(clock);

    private DispatchScene scene;

    @BeforeEach
    void makeGroup() {
        scene = new DispatchScene(orchestrator, clock);
    }

    private static Dispatcher dispatcher() {
        return orchestrator.bean(Dispatcher.class);
    }

    private static Settlement settlement() {
        return orchestrator.bean(Settlement.class);
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
        assertThat(new String(taken.message().getBody())).doesNotContain("s3cret", "10.0.");
        BackupJob job = (BackupJob) taken.job().job();
        assertThat(job.taskIdentifier()).startsWith("backup_now:" + device + ":");
        assertThat(job.notAfter()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        DeviceAccess access = scene.open(taken);
        assertThat(access.username()).isEqualTo("backup");
        assertThat(access.password()).isEqualTo("s3cret-in-the-zone");
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("queued");

        scene.outcome(taken.taskId(), null);
        assertThat(settlement().tick()).isTrue();
        orchestrator.bean(io.zonekeeper.orchestrator.run.RunSummaries.class).tick();
        assertThat(scene.onlyJob(run).path("state").asString()).isEqualTo("success");
        JsonNode ended = scene.runOf(run);
        assertThat(ended.path("finished_at").isNull()).isFalse();
        assertThat(ended.path("counts").path("success").asInt()).isEqualTo(1);
        assertThat(dispatcher().tick()).isFalse();
    }
}
