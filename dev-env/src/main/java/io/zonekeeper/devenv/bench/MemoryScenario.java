package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import java.time.Duration;
import java.util.Map;

/** A collector's memory: idle, and while as many sessions are open as it has slots. */
final class MemoryScenario implements Scenario {

    private static final long THINK_MILLIS = 1_500;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration BRIEFLY_IDLE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Figures measure(Site site, Plan plan) throws Exception {
        Figures figures = new Figures();
        site.fleet();
        site.consumer();
        for (int sessions : plan.quick() ? new int[] {200} : new int[] {200, 1_000}) {
            for (int run = 0; run < plan.runs(); run++) {
                measure(site, plan, sessions, figures, run);
            }
        }
        return figures;
    }

    /** A new process each time: what it needed before must not count. */
    private static void measure(Site site, Plan plan, int slots, Figures figures, int run) throws Exception {
        int devices = plan.scaled(slots);
        String group = site.groupName();
        Program collector = site.startCollector(group, Map.of("slots", slots));
        try (Meter meter = site.meter(Map.of("collector", collector))) {
            Thread.sleep(plan.quick() ? BRIEFLY_IDLE : IDLE);
            figures.add("collector for %d idle MB".formatted(slots), meter.peakMegabytes("collector"));
        }
        new Inventory(site)
                .addFake(
                        site.fleet(),
                        group,
                        "memory-%d-%d".formatted(slots, run),
                        devices,
                        plan.think(THINK_MILLIS),
                        null);
        try (Meter meter = site.meter(Map.of("collector", collector))) {
            String id = site.run(group);
            Poll.until("every device had an outcome", PATIENCE, () -> site.outcomes(id) >= devices);
            figures.add("collector with %d sessions peak MB".formatted(slots), meter.peakMegabytes("collector"));
        }
        site.say("%d sessions: %s".formatted(devices, figures.values()));
        site.stop(collector);
    }
}
