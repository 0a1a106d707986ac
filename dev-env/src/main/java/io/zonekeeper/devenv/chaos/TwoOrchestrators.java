package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.Wait;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Two orchestrators and twenty schedules that are due in the same second, each minute. Both stand in the middle of a tick when one
 * of them is stopped; it goes on after the other has fired what it could.
 */
final class TwoOrchestrators {

    static final String NAME = "two-orchestrators";
    static final String CONTROL = "no-schedule-claim";

    private static final int SCHEDULES = 20;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOPPED = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofSeconds(3);

    private final Scene scene;

    TwoOrchestrators(Scene scene) {
        this.scene = scene;
    }

    Trial run(int number) throws Exception {
        if (!scene.plan().unsafe().isEmpty()) {
            scene.execute("alter table run drop constraint if exists run_schedule_id_fire_at_key");
        }
        int port = Stack.freePort();
        scene.startOrchestrator("orchestrator-2", port);
        Wait.until("the second orchestrator was ready", START, () -> new Api("http://127.0.0.1:" + port).isReady());
        for (int schedule = 1; schedule <= SCHEDULES; schedule++) {
            scene.api()
                    .post(
                            "/schedules",
                            Map.of(
                                    "name",
                                    "run%d-%d".formatted(number, schedule),
                                    "cron",
                                    "* * * * *",
                                    "zone",
                                    "UTC",
                                    "group",
                                    scene.group(),
                                    "overlap",
                                    "queue"));
        }
        stopAmidTheTick();
        long struck = System.nanoTime();
        sleepUntil(Instant.now()
                .truncatedTo(ChronoUnit.MINUTES)
                .plus(1, ChronoUnit.MINUTES)
                .plus(STOPPED));
        List<Check> checks = List.of(firesOnce());
        scene.execute("update schedule set enabled = false");
        return new Trial(
                NAME,
                scene.plan().unsafe(),
                number,
                scene.plan().seed(),
                "%d schedules due".formatted(SCHEDULES),
                (System.nanoTime() - struck) / 1e9,
                checks);
    }

    private void stopAmidTheTick() throws Exception {
        Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        if (Duration.between(Instant.now(), minute).compareTo(TICK) < 0) {
            minute = minute.plus(1, ChronoUnit.MINUTES);
        }
        sleepUntil(minute.minusSeconds(1));
        try (Connection connection = scene.connect();
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table job in share row exclusive mode");
            sleepUntil(minute.plus(TICK));
            scene.role("orchestrator-2").pause();
            connection.rollback();
        }
        Thread.sleep(STOPPED);
        scene.role("orchestrator-2").resume();
    }

    private Check firesOnce() {
        long fired = scene.number("select count(*) from run where schedule_id is not null");
        long distinct = scene.number(
                "select count(*) from (select distinct schedule_id, fire_at from run where schedule_id is not null) r");
        long expected = scene.number("""
                select %d * (extract(epoch from max(fire_at) - min(fire_at))::bigint / 60 + 1)
                from run where schedule_id is not null""".formatted(SCHEDULES));
        return Check.of(
                Invariant.FIRES_ONCE,
                fired == distinct && distinct == expected && distinct >= 2 * SCHEDULES,
                "%d runs of %d fire times, %d expected".formatted(fired, distinct, expected));
    }

    private static void sleepUntil(Instant moment) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), moment);
        if (left.isPositive()) {
            Thread.sleep(left);
        }
    }
}
