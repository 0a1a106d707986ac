package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.StackException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Devices that think for 200 ms about each command, one in twenty silent until its limit of 10 s, all at once in one collector. */
final class SlowFleetScenario implements Scenario {

    private static final int DEVICES = 1_000;
    /** Each has a thousand sessions only: a collector takes several of them until the code of a handshake is compiled. */
    private static final int WARM_UPS = 5;

    private static final int SILENT_SHARE = 20;
    private static final long THINK_MILLIS = 200;
    private static final int LIMIT_SECONDS = 10;
    private static final int QUICK_LIMIT_SECONDS = 8;
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
        String group = site.groupName();
        site.startCollector(group, Map.of("slots", devices));
        new Inventory(site).addFake(fleet, group, "slow", devices, plan.think(THINK_MILLIS), null);
        List<String> silent = silent(devices);
        fleet.patch("/devices", Map.of("names", silent, "behaviour", "silent"));
        site.database()
                .execute("update device set limit_seconds = %d where name in ('%s')"
                        .formatted(limit, String.join("', '", silent)));
        for (int run = plan.first(WARM_UPS); run <= plan.runs(); run++) {
            long started = System.nanoTime();
            String id = site.run(group);
            Poll.until("every device had an outcome", PATIENCE, () -> site.outcomes(id) >= devices);
            double seconds = (System.nanoTime() - started) / 1e9;
            // Silent ones would be tried again into the next run.
            site.api().post("/runs/%s/cancel".formatted(id), Map.of());
            long failed = site.database().number("""
                    select count(distinct o.device_id) from outcome o join job j on j.id = o.job_id
                    where j.run_id = ?::uuid and o.status = 'failure'
                    """, id);
            if (failed != silent.size()) {
                throw new StackException(
                        "%d devices failed where %d were silent.%n%s".formatted(failed, silent.size(), site.tails()));
            }
            site.say("%d devices in %.1f s".formatted(devices, seconds));
            if (run > 0) {
                figures.add("cycle s", seconds);
                figures.add("cycle / ideal", seconds / limit);
            }
            site.awaitEnd(id);
        }
        return figures;
    }

    private static List<String> silent(int devices) {
        return IntStream.rangeClosed(1, devices)
                .filter(number -> number % SILENT_SHARE == 0)
                .mapToObj(number -> "slow-%d".formatted(number))
                .toList();
    }
}
