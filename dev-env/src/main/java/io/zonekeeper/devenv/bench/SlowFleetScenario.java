package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.StackException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Devices that think for 200 ms about each command, one in twenty silent until its limit of 10 s, all at once in one collector. */
final class SlowFleetScenario implements Scenario {

    private static final int DEVICES = 1_000;
    private static final int SILENT_SHARE = 20;
    private static final long THINK_MILLIS = 200;
    private static final int LIMIT_SECONDS = 10;
    private static final int QUICK_LIMIT_SECONDS = 8;
    private static final long QUICK_THINK_MILLIS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "slow-fleet";
    }

    @Override
    public Figures measure(Site site, Plan plan) throws Exception {
        int devices = plan.scaled(DEVICES);
        int limit = plan.quick() ? QUICK_LIMIT_SECONDS : LIMIT_SECONDS;
        Figures figures = new Figures();
        FleetProcess fleet = site.fleet();
        site.consumer();
        for (int run = plan.first(); run <= plan.runs(); run++) {
            // A new group for each run: silent devices are tried again, and that would reach into the next one.
            String group = site.groupName();
            Program collector = site.startCollector(group, Map.of("slots", devices));
            new Inventory(site)
                    .addFake(
                            fleet,
                            group,
                            "slow-" + run,
                            devices,
                            plan.quick() ? QUICK_THINK_MILLIS : THINK_MILLIS,
                            limit);
            List<String> silent = silent(run, devices);
            fleet.patch("/devices", Map.of("names", silent, "behaviour", "silent"));
            long started = System.nanoTime();
            String id = site.run(group);
            Poll.until("every device had an outcome", PATIENCE, () -> site.outcomes(id) >= devices);
            double seconds = (System.nanoTime() - started) / 1e9;
            long failed = site.database().number("""
                    select count(*) from device_state s join device d on d.id = s.device_id
                    join collector_group g on g.id = d.group_id where g.name = ? and s.last_status = 'failure'
                    """, group);
            if (failed != silent.size()) {
                throw new StackException(
                        "%d devices failed where %d were silent.%n%s".formatted(failed, silent.size(), site.tails()));
            }
            site.say("%d devices in %.1f s".formatted(devices, seconds));
            if (run > 0) {
                figures.add("cycle s", seconds);
                figures.add("cycle / ideal", seconds / limit);
            }
            // First no more tries of the silent ones: a collector waits for what it is at.
            site.api().post("/groups/%s/pause".formatted(group), Map.of("reason", "measured"));
            site.stop(collector);
        }
        return figures;
    }

    private static List<String> silent(int run, int devices) {
        return IntStream.rangeClosed(1, devices)
                .filter(number -> number % SILENT_SHARE == 0)
                .mapToObj(number -> "slow-%d-%d".formatted(run, number))
                .toList();
    }
}
