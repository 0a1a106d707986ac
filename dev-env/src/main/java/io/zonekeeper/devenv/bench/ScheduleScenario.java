package io.zonekeeper.devenv.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A schedule that fires for many devices: until all its jobs are durable, and whether slots are idle while jobs wait. */
final class ScheduleScenario implements Scenario {

    private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);
    private static final int BUSY_DEVICES = 2_000;
    private static final int SLOTS = 200;
    private static final long THINK_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public Figures measure(Site site, Plan plan) {
        Figures figures = new Figures();
        for (int size : SIZES) {
            fire(site, plan, plan.scaled(size), figures);
        }
        keepBusy(site, plan, figures);
        return figures;
    }

    /** The group is paused, so that only inserting is measured. */
    private static void fire(Site site, Plan plan, int devices, Figures figures) {
        String group = site.groupName();
        site.api().post("/groups", Map.of("name", group));
        site.api().post("/groups/%s/pause".formatted(group), Map.of("reason", "only the schedule is measured"));
        new Inventory(site).addNoop(group, 1, devices);
        long schedule = site.api()
                .post(
                        "/schedules",
                        Map.of("name", group, "cron", "0 0 1 1 *", "zone", "UTC", "group", group, "overlap", "queue"))
                .path("id")
                .asLong();
        for (int run = plan.first(); run <= plan.runs(); run++) {
            long before = site.database().number("select count(*) from run");
            long started = System.nanoTime();
            site.database().execute("update schedule set next_fire_at = now() where id = " + schedule);
            // The run and its jobs are one transaction: who sees the one can count on the others.
            Poll.until(
                    "the schedule fired", PATIENCE, () -> site.database().number("select count(*) from run") > before);
            double seconds = (System.nanoTime() - started) / 1e9;
            long jobs = site.database().number("select job_count from run order by created_at desc limit 1");
            site.say("%d jobs durable in %.2f s".formatted(jobs, seconds));
            if (run > 0 && jobs == devices) {
                figures.add("%d jobs durable s".formatted(devices), seconds);
            }
        }
        site.database().execute("update schedule set enabled = false, next_fire_at = null where id = " + schedule);
    }

    private static void keepBusy(Site site, Plan plan, Figures figures) {
        String group = site.groupName();
        int devices = plan.scaled(BUSY_DEVICES);
        FleetProcess fleet = site.fleet();
        site.consumer();
        site.startCollector(group, Map.of("slots", SLOTS));
        new Inventory(site).addFake(fleet, group, "busy", devices, THINK_MILLIS, null);
        for (int run = plan.first(); run <= plan.runs(); run++) {
            double busy = busyShare(site, fleet, group, devices);
            site.say("%.1f %% of the slots were busy while jobs waited".formatted(100 * busy));
            if (run > 0) {
                figures.add("slots busy while jobs wait %", 100 * busy);
            }
        }
    }

    /** Sessions open at the fleet, from the first time all slots are taken until fewer devices are left than slots. */
    private static double busyShare(Site site, FleetProcess fleet, String group, int devices) {
        long sessionsBefore = fleet.get("/ledger/summary").path("sessions").asLong();
        String run = site.run(group);
        List<Double> shares = new ArrayList<>();
        boolean[] full = {false};
        Poll.until("all devices were visited", PATIENCE, () -> {
            site.requireRunning();
            long open = fleet.get("/ledger/summary").path("open_sessions").asLong();
            long begun = fleet.get("/ledger/summary").path("sessions").asLong() - sessionsBefore;
            full[0] |= open >= SLOTS * 9 / 10;
            boolean waiting = begun < devices;
            if (full[0] && waiting) {
                shares.add(Math.min(1.0, (double) open / SLOTS));
            }
            return !waiting;
        });
        site.settle(run);
        return shares.stream().mapToDouble(Double::doubleValue).average().orElse(1.0);
    }
}
