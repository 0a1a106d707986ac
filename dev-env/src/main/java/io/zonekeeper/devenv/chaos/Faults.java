package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** All faults, the worst first. */
public final class Faults {

    private static final Duration DOWN = Duration.ofSeconds(3);
    private static final Duration PAUSED = Duration.ofSeconds(40);

    private Faults() {}

    /** Of a single process of the product; no service is touched. */
    public static List<Fault> ofProcesses() {
        return List.of(
                Fault.of("kill-collector", scene -> scene.kill("collector-1"))
                        .thenRepair(scene -> {
                            scene.start("collector-1");
                            scene.stack().awaitCollectors(scene.api(), scene.group(), 2);
                        })
                        .failsWithout("ack-early", Invariant.RECOVERS_IN_TIME),
                Fault.of("kill-consumer", scene -> {
                            scene.kill("consumer");
                            scene.start("consumer");
                        })
                        .failsWithout("xack-early", Invariant.RECOVERS_IN_TIME, Invariant.READ_IS_STORED),
                Fault.of("kill-orchestrator", Faults::killOrchestrator)
                        .failsWithout("no-reclaim", Invariant.RECOVERS_IN_TIME, Invariant.ONE_STATE));
    }

    static List<Fault> ofServices(ServiceControl control) {
        return List.of(
                killed(control, "redis"),
                killed(control, "rabbitmq"),
                killed(control, "postgres"),
                Fault.of("flushall", scene -> {
                            try (Jedis jedis = scene.redis()) {
                                jedis.flushAll();
                            }
                        })
                        .with(Map.of("ZONEKEEPER_START_WINDOW", "30s"))
                        .within(Duration.ofSeconds(200))
                        .failsWithout("no-reconcile", Invariant.RECOVERS_IN_TIME));
    }

    static List<Fault> ofTime() {
        return List.of(
                paused("collector-1"),
                paused("consumer"),
                Fault.of("purge-queue", scene -> {
                            Wait.until(
                                    "jobs waited in the queue",
                                    Duration.ofSeconds(10),
                                    () -> scene.broker().purge(scene.queue()) > 0);
                        })
                        .with(Map.of("ZONEKEEPER_START_WINDOW", "30s"))
                        .within(Duration.ofSeconds(200))
                        .failsWithout("no-reconcile", Invariant.RECOVERS_IN_TIME));
    }

    private static Fault killed(ServiceControl control, String service) {
        return Fault.of("kill-" + service, scene -> {
            control.kill(service);
            Thread.sleep(DOWN);
            control.start(service);
        });
    }

    private static Fault paused(String role) {
        return Fault.of("pause-" + role.replaceFirst("-\\d+$", ""), scene -> {
                    scene.role(role).pause();
                    Thread.sleep(PAUSED);
                    scene.role(role).resume();
                })
                .within(Fault.BOUND.plus(PAUSED));
    }

    /** Between the claim of attempts and their publishing, for which it is stopped until it has been caught there. */
    private static void killOrchestrator(Scene scene) {
        Wait.until("the orchestrator was caught amid publishing", Duration.ofSeconds(30), () -> {
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (System.nanoTime() < end) {
                if (claimed(scene) > 0) {
                    scene.role("orchestrator").pause();
                    if (claimed(scene) > 0) {
                        return true;
                    }
                    scene.role("orchestrator").resume();
                }
            }
            return false;
        });
        scene.kill("orchestrator");
        scene.start("orchestrator");
    }

    private static long claimed(Scene scene) {
        return scene.number("""
                select count(*) from attempt
                where published_at is null and settled_at is null and claimed_until is not null""");
    }
}
