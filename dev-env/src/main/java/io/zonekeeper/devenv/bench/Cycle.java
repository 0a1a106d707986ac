package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.StackException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a group, from its creation to the last row committed, and what it cost until Git had it, too. */
final class Cycle {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Site site;
    private final Map<String, Program> processes = new LinkedHashMap<>();

    Cycle(Site site, Program collector, Program consumer) {
        this.site = site;
        processes.put("collector", collector);
        processes.put("consumer", consumer);
        processes.put("orchestrator", site.orchestrator());
    }

    Cycle with(FleetProcess fleet) {
        processes.put("fleet", fleet.program());
        return this;
    }

    /**
     * @param what is counted, for the names of the figures
     * @param figures null: a warm-up
     * @return seconds until every device had its outcome
     */
    double run(String group, int devices, String what, @Nullable Figures figures) {
        try (Meter meter = site.meter(processes)) {
            long started = System.nanoTime();
            String run = site.run(group);
            awaitOutcomes(run, devices);
            double seconds = (System.nanoTime() - started) / 1e9;
            int succeeded = site.settle(run);
            if (succeeded != devices) {
                throw new StackException("%d of %d jobs succeeded.%n%s".formatted(succeeded, devices, site.tails()));
            }
            site.say("%d in %.1f s, %.0f/s".formatted(devices, seconds, devices / seconds));
            if (figures != null) {
                figures.add("%ss/s".formatted(what), devices / seconds);
                addCosts(figures, meter, devices, what);
            }
            return seconds;
        }
    }

    private static void addCosts(Figures figures, Meter meter, int devices, String what) {
        double all = 0;
        for (Map.Entry<String, Double> cost : meter.cpuMillis().entrySet()) {
            figures.add("%s CPU ms/%s".formatted(cost.getKey(), what), cost.getValue() / devices);
            all += cost.getKey().equals("fleet") ? 0 : cost.getValue();
        }
        figures.add("all but the fleet CPU ms/" + what, all / devices);
        meter.peakMegabytes().forEach((name, megabytes) -> figures.add(name + " peak MB", megabytes));
    }

    private void awaitOutcomes(String run, int devices) {
        Poll.untilNoneIsLeft("%d devices had an outcome".formatted(devices), PATIENCE, () -> {
            site.requireRunning();
            return devices - site.outcomes(run);
        });
    }
}
