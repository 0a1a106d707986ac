package io.zonekeeper.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.StreamEntryID;

class MissingTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    private DispatchScene scene;

    @BeforeEach
    void makeGroup() {
        scene = new DispatchScene(orchestrator, clock);
        reconcileFor(Duration.ofSeconds(31));
        scene.newDevices(3, null);
        scene.run();
    }

    @AfterEach
    void leaveNothing() {
        scene.end();
        scene.redis().del(stream());
    }

    private static String stream() {
        return orchestrator.environment().get(SharedSettings.RESULTS_STREAM);
    }

    private static void dispatch() {
        Dispatcher dispatcher = orchestrator.bean(Dispatcher.class);
        boolean more = dispatcher.tick();
        while (more) {
            more = dispatcher.tick();
        }
    }

    /** As the timer does, but for a little further apart. */
    private static void reconcileFor(Duration time) {
        Settlement settlement = orchestrator.bean(Settlement.class);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(5)) {
            clock.advance(Duration.ofSeconds(5));
            settlement.reconcile();
        }
    }

    private long lost() {
        return scene.jdbc()
                .sql("""
                        select count(*) from attempt a join collector_group g on g.id = a.group_id
                        where g.name = :group and a.closed_as = 'LOST'""")
                .param("group", scene.group)
                .query(Long.class)
                .single();
    }

    @Test
    void whatNobodyHasIsIssuedAnewWithinAMinute() {
        dispatch();
        List<DispatchScene.Taken> purged = scene.takeAll();
        reconcileFor(Duration.ofSeconds(30));
        assertThat(lost())
                .as("before the last heartbeat of a collector would have expired")
                .isZero();
        reconcileFor(Duration.ofSeconds(15));
        assertThat(lost()).isEqualTo(3);
        dispatch();
        assertThat(scene.takeAll())
                .hasSize(3)
                .extracting(DispatchScene.Taken::taskId)
                .doesNotContainAnyElementsOf(
                        purged.stream().map(DispatchScene.Taken::taskId).toList());
    }

    @Test
    void whatWaitsInItsQueueIsNotMissing() {
        dispatch();
        reconcileFor(Duration.ofMinutes(5));
        assertThat(lost()).isZero();
        assertThat(scene.takeAll()).hasSize(3);
    }

    @Test
    void whatACollectorIsAtWorkOnIsNotMissing() {
        dispatch();
        List<DispatchScene.Taken> taken = scene.takeAll();
        List<TaskId> running =
                taken.stream().limit(2).map(it -> new TaskId(it.taskId())).toList();
        scene.heartbeat("busy-1", 10, running);
        reconcileFor(Duration.ofMinutes(5));
        assertThat(lost()).isEqualTo(1);
        scene.forget("busy-1");
        reconcileFor(Duration.ofSeconds(25));
        assertThat(lost()).as("right after its collector has vanished").isEqualTo(1);
        reconcileFor(Duration.ofSeconds(20));
        assertThat(lost()).isEqualTo(3);
    }

    @Test
    void whatMayHaveItsResultInTheStreamIsNotMissing() {
        dispatch();
        scene.takeAll();
        StreamEntryID entry =
                scene.redis().xadd(stream(), new StreamEntryID(clock.instant().toEpochMilli()), Map.of("x", "y"));
        reconcileFor(Duration.ofMinutes(5));
        assertThat(lost()).isZero();
        scene.redis().xdel(stream(), entry);
        reconcileFor(Duration.ofSeconds(5));
        assertThat(lost()).isEqualTo(3);
    }

    @Test
    void nothingIsIssuedAnewInAnHourInWhichNobodyStoresTheResults() {
        dispatch();
        List<UUID> taskIds =
                scene.takeAll().stream().map(DispatchScene.Taken::taskId).toList();
        Instant collected = clock.instant().plus(Duration.ofSeconds(3));
        StreamEntryID last = new StreamEntryID(collected.toEpochMilli());
        for (UUID _ : taskIds) {
            scene.redis().xadd(stream(), last, Map.of("the", "result"));
            last = new StreamEntryID(last.getTime() + 1);
        }
        for (int minute = 0; minute < 120; minute++) {
            reconcileFor(Duration.ofMinutes(1));
            dispatch();
        }
        assertThat(scene.takeAll()).isEmpty();
        assertThat(lost()).isZero();

        taskIds.forEach(taskId -> scene.outcome(taskId, null));
        scene.redis().del(stream());
        orchestrator.bean(Settlement.class).tick();
        reconcileFor(Duration.ofMinutes(1));
        dispatch();
        assertThat(scene.takeAll()).isEmpty();
        assertThat(lost()).isZero();
    }

    @Test
    void aQueueSomebodyHasDeletedIsMadeAgain() {
        dispatch();
        scene.deleteQueue();
        reconcileFor(Duration.ofSeconds(45));
        assertThat(lost()).isEqualTo(3);
        dispatch();
        assertThat(scene.takeAll()).hasSize(3);
    }
}
