package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/** All faults but that of two orchestrators. */
public final class Faults {

    private static final Duration DOWN = Duration.ofSeconds(3);

    /** Longer than the lease of a device's lock. */
    private static final Duration PAUSED = Duration.ofSeconds(40);

    private static final Pattern AT_WORK = Pattern.compile("Ending: no more jobs are taken, (\\d+) at work");
    private static final Duration CAUGHT = Duration.ofSeconds(30);

    private Faults() {}

    /** Of a single process of the product; no service is touched. */
    public static List<Fault> ofProcesses() {
        return List.of(
                Fault.of("kill-collector", scene -> scene.kill("collector-1"))
                        .thenRepair(Faults::restartCollector)
                        .failsWithout("ack-early,no-reconcile", Invariant.RECOVERS_IN_TIME),
                Fault.of("kill-consumer", scene -> {
                            scene.kill("consumer");
                            scene.restart("consumer");
                        })
                        .failsWithout("xack-early,no-reconcile", Invariant.READ_IS_STORED)
                        .failsWithout("no-pending", Invariant.NOTHING_LEFT),
                Fault.of("kill-git-writer", Faults::killGitWriter)
                        .afterwards()
                        .failsWithout("git-noted-early", Invariant.GIT_EQUALS_DATABASE),
                Fault.of("kill-orchestrator", Faults::killOrchestrator)
                        .afterwards()
                        .failsWithout("no-reclaim", Invariant.ONE_STATE),
                Fault.of("drain-collector", scene -> scene.role("collector-1").terminate())
                        .afterwards()
                        .inspected(Faults::drained)
                        .thenRepair(Faults::restartCollector)
                        .failsWithout("no-drain", Invariant.DRAINS));
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
                        .failsWithout("no-reconcile", Invariant.RECOVERS_IN_TIME),
                Fault.of("purge-queue", scene -> {
                            Wait.until(
                                    "jobs waited in the queue",
                                    CAUGHT,
                                    () -> scene.broker().purge(scene.queue()) > 0);
                        })
                        .failsWithout("no-reconcile", Invariant.RECOVERS_IN_TIME));
    }

    static List<Fault> ofTime() {
        return List.of(paused("collector-1"), paused("consumer"), AbsentConsumer.fault());
    }

    static List<Fault> ofNumbers() {
        return List.of(
                Fault.of("two-consumers", scene -> {
                            scene.start("consumer-2");
                            Wait.until("the second consumer had a share", CAUGHT, () -> scene.isPending("consumer-2"));
                            scene.kill("consumer");
                        })
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
                                List.of("collector-1", "collector-2").forEach(role -> endOrderly(scene, role))));
    }

    private static void restartCollector(Scene scene) {
        scene.start("collector-1");
        scene.awaitCollectors(2);
    }

    private static void endOrderly(Scene scene, String role) {
        scene.stack().forget(scene.role(role));
        scene.role(role).stop();
    }

    private static List<Check> drained(Scene scene, long sessions) throws IOException {
        Program collector = scene.role("collector-1");
        scene.stack().forget(collector);
        int code = collector.exitCode().orElse(-1);
        int atWork = atWorkWhenAskedToEnd(collector);
        return List.of(Check.of(
                Invariant.DRAINS,
                code == 0
                        && atWork >= scene.plan().slots() / 2
                        && sessions == scene.plan().devices(),
                "exit code %d with %d jobs at work, %d sessions at %d devices"
                        .formatted(code, atWork, sessions, scene.plan().devices())));
    }

    /** As the last of its lives says in its log; -1 if it says nothing. */
    private static int atWorkWhenAskedToEnd(Program collector) throws IOException {
        Matcher said = AT_WORK.matcher(Files.readString(collector.log()));
        int atWork = -1;
        while (said.find()) {
            atWork = Integer.parseInt(said.group(1));
        }
        return atWork;
    }

    /** As a network does that loses a reply. */
    private static void repeatResults(Scene scene) {
        byte[] stream = scene.services().resultsStream().getBytes(StandardCharsets.UTF_8);
        try (Jedis jedis = scene.redis()) {
            for (Object entry : jedis.xrange(stream, (byte[]) null, null)) {
                jedis.xadd(stream, XAddParams.xAddParams(), StreamEntries.fields(entry));
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
        });
    }

    /**
     * While some of its versions are committed and others are not; without a protection, between its note that a version is committed
     * and the commit.
     */
    private static void killGitWriter(Scene scene) {
        boolean amid = scene.plan().unsafe().isEmpty();
        killWhen(scene, "consumer", "amid commits", () -> amid ? isAmidCommits(scene) : isNotedAhead(scene), () -> {});
    }

    private static boolean isAmidCommits(Scene scene) {
        return scene.number("select count(*) from git_work where done_at is null") > 0
                && scene.number("select count(*) from git_work where done_at > now() - interval '2 seconds'") > 0;
    }

    private static boolean isNotedAhead(Scene scene) {
        return scene.number("select count(*) from git_work where done_at is not null")
                > scene.git().commits();
    }

    /** Between the claim of attempts and their publishing. */
    private static void killOrchestrator(Scene scene) {
        killWhen(scene, "orchestrator", "amid publishing", () -> claimed(scene) > 0, scene::startRunAgain);
    }

    /**
     * Kills at a moment that passes quickly: stops the process when it seems to have come, and looks again.
     *
     * @param missed done after each second in which it did not come
     */
    private static void killWhen(Scene scene, String role, String moment, BooleanSupplier hasCome, Runnable missed) {
        Wait.until("the %s was caught %s".formatted(role, moment), CAUGHT, () -> {
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (System.nanoTime() < end) {
                if (hasCome.getAsBoolean()) {
                    scene.role(role).pause();
                    if (hasCome.getAsBoolean()) {
                        return true;
                    }
                    scene.role(role).resume();
                }
            }
            missed.run();
            return false;
        });
        scene.kill(role);
        scene.restart(role);
    }

    private static long claimed(Scene scene) {
        return scene.number("""
                select count(*) from attempt
                where published_at is null and settled_at is null and claimed_until is not null""");
    }
}
