package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import java.util.Map;

/** Jobs that need no device and return 20 KB each, different and changed. */
final class DispatchScenario implements Scenario {

    private static final int JOBS = 20_000;
    private static final int WARM_UPS = 2;

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public Figures measure(Site site, Plan plan) {
        int jobs = plan.scaled(JOBS);
        Figures figures = new Figures();
        String group = site.groupName();
        Program consumer = site.consumer();
        Program collector = site.startCollector(group, Map.of());
        new Inventory(site).addNoop(group, 1, jobs);
        Cycle cycle = new Cycle(site, collector, consumer);
        for (int run = plan.first(WARM_UPS); run <= plan.runs(); run++) {
            cycle.run(group, jobs, "job", run > 0 ? figures : null);
        }
        return figures;
    }
}
