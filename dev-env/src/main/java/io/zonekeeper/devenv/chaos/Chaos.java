package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.StackException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs faults and judges. The services are given in the environment, and are an instance's own. */
@Command(
        name = "chaos",
        description = "Kills, stops and empties parts of the product amid its work, and checks what must hold.",
        mixinStandardHelpOptions = true)
final class Chaos implements Callable<Integer> {

    /** A control has to lose something, not much; but more than two collectors have slots for, so that jobs wait in the queue. */
    private static final int CONTROL_DEVICES = 400;

    private static final int SCHEDULED_DEVICES = 5;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "These faults alone.")
    private List<String> only = List.of();

    @Option(names = "--seed", paramLabel = "S", description = "Of what is left to chance; by default the time.")
    private long seed = System.currentTimeMillis();

    @Option(names = "--runs", paramLabel = "N", description = "Of each fault (default: ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(names = "--devices", paramLabel = "N", description = "In flight (default: ${DEFAULT-VALUE}).")
    private int devices = 1000;

    @Option(names = "--no-controls", description = "Leave out the runs without a protection, which must fail.")
    private boolean noControls;

    @Option(names = "--controls-only", description = "Only the runs without a protection, which must fail.")
    private boolean controlsOnly;

    @Option(names = "--folder", required = true, description = "Holds jars/; logs and the report go there.")
    private Path folder = Path.of(".run", "chaos");

    @Option(names = "--instance", required = true, description = "Whose services may be killed.")
    private String instance = "chaos";

    @Option(names = "--service-program", required = true, description = "dev-env/lib/service")
    private Path serviceProgram = Path.of("lib", "service");

    private Chaos() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        ServiceControl services = new ServiceControl(serviceProgram, instance);
        List<Fault> faults = Stream.of(
                        Faults.ofProcesses(), Faults.ofServices(services), Faults.ofTime(), Faults.ofNumbers())
                .flatMap(List::stream)
                .toList();
        List<String> names = Stream.concat(
                        faults.stream().map(Fault::name), Stream.of(TwoOrchestrators.NAME, LongHistory.NAME))
                .toList();
        for (String name : only) {
            if (!names.contains(name)) {
                System.err.printf("There is no fault \"%s\": there are %s.%n", name, String.join(", ", names));
                return 2;
            }
        }
        List<Fault> chosen =
                faults.stream().filter(fault -> isChosen(fault.name())).toList();
        Report made = new Report(Stack.createFolder(folder).resolve("report.json"), seed);
        made.header();
        try (Scenes scenes = new Scenes(folder, devices, seed, services)) {
            if (!controlsOnly) {
                runSafe(chosen, scenes, made);
            }
            scenes.endShared();
            if (!noControls) {
                runControls(chosen, scenes, made);
            }
        }
        made.end();
        return made.isGood() ? 0 : 1;
    }

    private boolean isChosen(String name) {
        return only.isEmpty() || only.contains(name);
    }

    private void runSafe(List<Fault> chosen, Scenes scenes, Report made) throws Exception {
        for (Fault fault : chosen) {
            runSafe(fault, scenes, made);
        }
        scenes.endShared();
        // Its schedules fire each minute, so that one run shows two fire times.
        for (int number = 1; number <= runs && isChosen(TwoOrchestrators.NAME); number++) {
            int run = number;
            runOnce(made, TwoOrchestrators.NAME, "", () -> {
                try (Scene scene = scenes.make(TwoOrchestrators.NAME, 1, "", SCHEDULED_DEVICES)) {
                    Trial trial = new TwoOrchestrators(scene).run(run);
                    made.add(trial, trial.holds());
                }
            });
        }
        if (isChosen(LongHistory.NAME)) {
            runOnce(made, LongHistory.NAME, "", () -> {
                try (Scene scene = scenes.make(LongHistory.NAME, 0, "", 1)) {
                    Trial trial = new LongHistory(scene).run();
                    made.add(trial, trial.holds());
                }
            });
        }
    }

    private void runSafe(Fault fault, Scenes scenes, Report made) throws Exception {
        boolean ended = runOnce(made, fault.name(), "", () -> {
            Trials trials = scenes.shared(fault, made);
            boolean holds = true;
            for (int number = 1; number <= runs && holds; number++) {
                Trial trial = trials.run(fault, number);
                holds = trial.holds();
                made.add(trial, holds);
            }
            if (!holds) {
                scenes.endShared();
            }
        });
        if (!ended) {
            scenes.endShared();
        }
    }

    private void runControls(List<Fault> chosen, Scenes scenes, Report made) throws Exception {
        for (Fault fault : chosen) {
            for (Fault.Control control : fault.controls()) {
                runOnce(made, fault.name(), control.unsafe(), () -> {
                    int few = Math.min(CONTROL_DEVICES, devices);
                    try (Scene scene = scenes.make(fault.name(), fault.collectors(), control.unsafe(), few)) {
                        fault.prepare().apply(scene);
                        Trial trial = Scenes.trials(scene).run(fault, 1);
                        made.add(trial, control.isSeenIn(trial));
                    }
                });
            }
        }
        if (isChosen(TwoOrchestrators.NAME)) {
            String unsafe = TwoOrchestrators.CONTROL;
            runOnce(made, TwoOrchestrators.NAME, unsafe, () -> {
                try (Scene scene = scenes.make(TwoOrchestrators.NAME, 1, unsafe, SCHEDULED_DEVICES)) {
                    Trial trial = new TwoOrchestrators(scene).run(1);
                    made.add(trial, !trial.holds());
                }
            });
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** What cannot be run to its end is a surprise in the report, and the next one has its turn. */
    private boolean runOnce(Report made, String fault, String unsafe, Work work) throws Exception {
        try {
            work.run();
            return true;
        } catch (StackException e) {
            Check failed = new Check(Invariant.RECOVERS_IN_TIME, false, String.valueOf(e.getMessage()));
            made.add(new Trial(fault, unsafe, 0, seed, "", -1, List.of(failed)), false);
            return false;
        }
    }
}
