package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** Results waiting in the stream and a consumer alone: all changed, then none changed, then changes in one large group. */
final class StoreScenario implements Scenario {

    private static final int GROUPS = 20;
    private static final int DEVICES_OF_EACH = 250;
    private static final int RESULTS_PER_DEVICE = 10;
    private static final int RESULTS_PER_DEVICE_OF_ONE_GROUP = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "store";
    }

    @Override
    public Figures measure(Site site, Plan plan) throws Exception {
        Figures figures = new Figures();
        WaitingResults spread = new WaitingResults(site, GROUPS, plan.scaled(DEVICES_OF_EACH));
        WaitingResults together = new WaitingResults(site, 1, plan.scaled(GROUPS * DEVICES_OF_EACH));
        site.stop(site.orchestrator());
        Program consumer = site.consumer();
        for (int run = plan.first(); run <= plan.runs(); run++) {
            Figures counted = run > 0 ? figures : new Figures();
            int revision = run * RESULTS_PER_DEVICE + 1;
            int last = revision + RESULTS_PER_DEVICE - 1;
            long results = fill(site, consumer, spread, IntStream.rangeClosed(revision, last));
            changed(site, consumer, results, "", counted);
            results =
                    fill(site, consumer, spread, IntStream.generate(() -> last).limit(RESULTS_PER_DEVICE));
            unchanged(site, consumer, results, counted);
            results = fill(
                    site, consumer, together, IntStream.range(revision, revision + RESULTS_PER_DEVICE_OF_ONE_GROUP));
            changed(site, consumer, results, ", one group", counted);
        }
        return figures;
    }

    /** While the consumer, which is warm, stands still. @return how many results */
    private static long fill(Site site, Program consumer, WaitingResults waiting, IntStream revisions) {
        site.say("filling the stream");
        consumer.pause();
        try {
            return revisions.mapToLong(waiting::add).sum();
        } finally {
            consumer.resume();
        }
    }

    private static void changed(Site site, Program consumer, long results, String where, Figures figures)
            throws IOException {
        long sizeBefore = size(site.gitRepository());
        try (Meter meter = site.meter(Map.of("consumer", consumer))) {
            long started = System.nanoTime();
            drain(site);
            long drained = System.nanoTime();
            figures.add("changed results/s" + where, results / seconds(started, drained));
            long commits = site.database().number("select count(*) from git_work where done_at is null");
            long counted = System.nanoTime();
            site.awaitGit();
            if (commits > 0) {
                figures.add("Git commits/s" + where, commits / seconds(counted, System.nanoTime()));
            }
            meter.cpuMillis()
                    .forEach((name, millis) -> figures.add(name + " CPU ms/changed result" + where, millis / results));
            meter.peakMegabytes().forEach((name, megabytes) -> figures.add(name + " peak MB" + where, megabytes));
        }
        figures.add(
                "Git MB/1,000 changes" + where, (size(site.gitRepository()) - sizeBefore) / 1048576.0 / results * 1000);
        site.say("changed: " + figures.values());
    }

    private static void unchanged(Site site, Program consumer, long results, Figures figures) {
        try (Meter meter = site.meter(Map.of("consumer", consumer))) {
            long started = System.nanoTime();
            drain(site);
            figures.add("unchanged results/s", results / seconds(started, System.nanoTime()));
            meter.cpuMillis()
                    .forEach((name, millis) -> figures.add(name + " CPU ms/unchanged result", millis / results));
        }
    }

    /** An entry leaves the stream once it is committed. */
    private static void drain(Site site) {
        try (Jedis redis = site.redis()) {
            Poll.until("the stream was empty", PATIENCE, () -> {
                site.requireRunning();
                return redis.xlen(site.stream()) == 0;
            });
        }
    }

    private static double seconds(long from, long until) {
        return (until - from) / 1e9;
    }

    private static long size(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(StoreScenario::sizeOfFile).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long sizeOfFile(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
