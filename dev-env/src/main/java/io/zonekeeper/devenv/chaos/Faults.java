package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

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
                        .afterwards()
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

    static List<Fault> ofNumbers() {
        return List.of(
                Fault.of("two-consumers", scene -> {
                            scene.start("consumer-2");
                            scene.kill("consumer");
                        })
                        .with(Map.of("ZONEKEEPER_CLAIM_IDLE", "5s"))
                        .thenRepair(scene -> {
                            scene.start("consumer");
                            scene.kill("consumer-2");
                        }),
                Fault.of("two-runs", Scene::startRunAgain).failsWithout("no-lock", Invariant.ONE_SESSION),
                Fault.of("results-twice", Faults::repeatResults)
                        .prepared(scene -> {
                            if (!scene.plan().unsafe().isEmpty()) {
                                scene.execute("alter table outcome drop constraint outcome_pkey");
                            }
                        })
                        .failsWithout("no-dedupe", Invariant.NOTHING_TWICE),
                Fault.of("late-collector", scene -> {
                            scene.start("collector-1");
                            scene.start("collector-2");
                        })
                        .withCollectors(0)
                        .thenRepair(scene ->
                                List.of("collector-1", "collector-2").forEach(role -> endOrderly(scene, role))),
                Fault.of("drain-collector", scene -> scene.role("collector-1").terminate())
                        .afterwards()
                        .inspected(Faults::drained)
                        .thenRepair(scene -> {
                            scene.start("collector-1");
                            scene.stack().awaitCollectors(scene.api(), scene.group(), 2);
                        }));
    }

    private static void endOrderly(Scene scene, String role) {
        scene.stack().forget(scene.role(role));
        scene.role(role).stop();
    }

    private static List<Check> drained(Scene scene, long sessions) {
        Program collector = scene.role("collector-1");
        scene.stack().forget(collector);
        boolean orderly = collector.exitCode().orElse(-1) == 0;
        return List.of(Check.of(
                Invariant.DRAINS,
                orderly && sessions == scene.plan().devices(),
                "exit code %d, %d sessions at %d devices"
                        .formatted(
                                collector.exitCode().orElse(-1),
                                sessions,
                                scene.plan().devices())));
    }

    /** As a network does that loses a reply. */
    private static void repeatResults(Scene scene) {
        byte[] stream = scene.services().resultsStream().getBytes(StandardCharsets.UTF_8);
        try (Jedis jedis = scene.redis()) {
            for (Object entry : jedis.xrange(stream, (byte[]) null, null)) {
                List<?> flat = (List<?>) ((List<?>) entry).get(1);
                Map<byte[], byte[]> fields = new LinkedHashMap<>();
                for (int i = 0; i + 1 < flat.size(); i += 2) {
                    fields.put((byte[]) flat.get(i), (byte[]) flat.get(i + 1));
                }
                jedis.xadd(stream, XAddParams.xAddParams(), fields);
            }
        }
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
            scene.startRunAgain();
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
