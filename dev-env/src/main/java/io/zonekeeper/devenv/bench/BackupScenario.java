package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Fake SSH devices with 20 KB each, all changed since the run before, in a shell dialogue without think time. */
final class BackupScenario implements Scenario {

    private static final int DEVICES = 5_000;
    /** What is done once for each session is compiled late. */
    private static final int WARM_UPS = 4;

    private static final Duration BARE_PATIENCE = Duration.ofMinutes(10);

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
        for (int run = plan.first(WARM_UPS); run <= plan.runs(); run++) {
            fleet.patch("/devices", Map.of("revision", run + 2));
            cycle.run(group, devices, "backup", run > 0 ? figures : null);
        }
        addBareLoop(site, group, plan, figures);
        return figures;
    }

    /** The same devices, visited by the SSH library and nothing else. */
    private static void addBareLoop(Site site, String group, Plan plan, Figures figures) {
        int warmUps = 1 - plan.first(WARM_UPS);
        int rounds = warmUps + plan.runs();
        Path devices = site.write("devices", site.database().texts("""
                select d.address || ' ' || d.port
                from device d join collector_group g on g.id = d.group_id
                where g.name = ? order by d.id
                """, group));
        Program loop = site.start("bare-loop", BareLoop.class.getName(), Integer.toString(rounds), devices.toString());
        Poll.until(
                "the bare loop was over", BARE_PATIENCE, () -> loop.exitCode().isPresent());
        site.stop(loop);
        addRounds(site, loop, BareLoop.SHELL, warmUps, plan.runs(), figures);
        addRounds(site, loop, BareLoop.EXEC, warmUps, plan.runs(), figures);
    }

    private static void addRounds(Site site, Program loop, String kind, int warmUps, int runs, Figures figures) {
        List<String> told =
                loop.lines().stream().filter(line -> line.startsWith(kind)).toList();
        if (told.size() != warmUps + runs) {
            throw new StackException("The bare loop has failed.%n%s".formatted(loop.tail()));
        }
        for (String round : told.subList(warmUps, told.size())) {
            String[] words = round.substring(kind.length()).split(" ");
            site.say("bare loop, %s: %s/s".formatted(kind.strip(), words[0]));
            figures.add("bare sshj %ssessions/s".formatted(kind), Double.parseDouble(words[0]));
            figures.add("bare sshj %sCPU ms/session".formatted(kind), Double.parseDouble(words[1]));
        }
    }
}
