package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.StackException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the product. The services are given in the environment and must serve nothing else. */
@Command(
        name = "bench",
        description = "Measures scenarios, all of them if none is named, and prints medians of the runs.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    private static final List<Scenario> ALL = List.of(
            // First, since it fills tables by SQL.
            new PagesScenario(),
            new BackupScenario(),
            new DispatchScenario(),
            new SlowFleetScenario(),
            new MemoryScenario(),
            new ScheduleScenario(),
            // Last, since it ends the orchestrator.
            new StoreScenario());

    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            description = "pages, backup, dispatch, slow-fleet, store, memory, schedule")
    private List<String> names = List.of();

    @Option(names = "--quick", description = "A small part of everything, once: shows that it runs, measures nothing.")
    private boolean quick;

    @Option(names = "--runs", description = "How often, after a warm-up; 3 if not given.", defaultValue = "3")
    private int runs;

    @Option(names = "--folder", required = true, description = "Holds jars/; logs and bench.json go there.")
    private Path folder = Path.of(".run", "bench");

    @Option(names = "--pids", required = true, description = "Folder with the process ids of the services.")
    private Path pids = Path.of(".run", "bench", "pid");

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** @return the exit code */
    static int run(String... arguments) {
        return new CommandLine(new Bench()).execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = quick ? new Plan(1, Plan.QUICK_DIVISOR) : new Plan(runs, 1);
        Report report = new Report(quick);
        try {
            List<Scenario> chosen = chosen();
            if (quick) {
                measure("quick", chosen, plan, report);
            } else {
                for (Scenario scenario : chosen) {
                    measure(scenario.name(), List.of(scenario), plan, report);
                }
            }
        } catch (StackException e) {
            System.err.println(e.getMessage());
            System.out.print(report.table());
            return 1;
        }
        System.out.print(report.table());
        return 0;
    }

    private void measure(String name, List<Scenario> scenarios, Plan plan, Report report) throws Exception {
        try (Site site = new Site(name, Installation.ofFolder(folder.resolve("jars")), folder, pids, System.getenv())) {
            Thread stop = new Thread(site::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            for (Scenario scenario : scenarios) {
                report.add(scenario.name(), scenario.measure(site, plan));
                report.write(folder.resolve("bench.json"));
            }
            Runtime.getRuntime().removeShutdownHook(stop);
        }
    }

    private List<Scenario> chosen() {
        for (String name : names) {
            if (ALL.stream().noneMatch(scenario -> scenario.name().equals(name))) {
                throw new StackException("There is no scenario \"%s\": use %s."
                        .formatted(
                                name,
                                String.join(
                                        ", ", ALL.stream().map(Scenario::name).toList())));
            }
        }
        return ALL.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
    }
}
