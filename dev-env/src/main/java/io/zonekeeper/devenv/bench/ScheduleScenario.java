package io.zonekeeper.devenv.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A schedule that fires for many devices: until all its jobs are durable, and whether slots are idle while jobs wait. */
final class ScheduleScenario implements Scenario {

    private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);
    private static final int BUSY_DEVICES = 2_000;
    private static final int SLOTS = 200;
    private static final int QUICK_SLOTS = 5;
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
        int slots = plan.quick() ? QUICK_SLOTS : SLOTS;
        FleetProcess fleet = site.fleet();
        site.consumer();
        site.startCollector(group, Map.of("slots", slots));
        new Inventory(site).addFake(fleet, group, "busy", devices, plan.think(THINK_MILLIS), null);
        for (int run = plan.first(); run <= plan.runs(); run++) {
            String id = site.run(group);
            site.settle(id);
            double busy = busyPercent(site, id, slots);
            site.say("%.1f %% of the slots were busy while jobs waited".formatted(busy));
            if (run > 0) {
                figures.add("slots busy while jobs wait %", busy);
            }
        }
    }

    /** From the job that took the last free slot until the one after which no job waited; a job has its slot until its result is made. */
    private static double busyPercent(Site site, String run, int slots) {
        return Double.parseDouble(site.database().texts("""
                with visit as (
                    select o.received_at as taken, o.collected_at as freed
                    from outcome o join job j on j.id = o.job_id where j.run_id = ?::uuid),
                waiting as (
                    select (select taken from visit order by taken offset ? - 1 limit 1) as since,
                        (select max(taken) from visit) as until)
                select 100 * sum(extract(epoch from least(freed, until) - greatest(taken, since)))
                    / max(extract(epoch from until - since)) / ?
                from visit, waiting where freed > since and taken < until
                """, run, slots, slots).getFirst());
    }
}
