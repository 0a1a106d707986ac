package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import java.util.Map;

/** Fake SSH devices with 20 KB each, all changed since the run before, in a shell dialogue without think time. */
final class BackupScenario implements Scenario {

    private static final int DEVICES = 5_000;

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public Figures measure(Site site, Plan plan) {
        int devices = plan.scaled(DEVICES);
        Figures figures = new Figures();
        String group = site.groupName();
        site.say("%d devices".formatted(devices));
        FleetProcess fleet = site.fleet();
        Program consumer = site.consumer();
        Program collector = site.startCollector(group, Map.of());
        new Inventory(site).addFake(fleet, group, "router", devices, 0, null);
        Cycle cycle = new Cycle(site, collector, consumer).with(fleet);
        // Twice to warm up: what is done once for each session is compiled late.
        for (int run = plan.first(2); run <= plan.runs(); run++) {
            fleet.patch("/devices", Map.of("revision", run + 2));
            cycle.run(group, devices, "backup", run > 0 ? figures : null);
        }
        return figures;
    }
}
