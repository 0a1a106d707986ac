package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.StackException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    private static final int SLOTS = 100;
    private static final int SESSIONS = 50;
    private static final int UNSTORED = 20;

    /** A control has to lose something, not much. */
    private static final int CONTROL_DEVICES = 200;

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
        List<Fault> all = Stream.of(
                        Faults.ofProcesses(),
                        Faults.ofServices(new ServiceControl(serviceProgram, instance)),
                        Faults.ofTime(),
                        Faults.ofNumbers())
                .flatMap(List::stream)
                .toList();
        List<String> names = Stream.concat(all.stream().map(Fault::name), Stream.of(TwoOrchestrators.NAME))
                .toList();
        for (String name : only) {
            if (!names.contains(name)) {
                System.err.printf("There is no fault \"%s\": there are %s.%n", name, String.join(", ", names));
                return 2;
            }
        }
        Report made = new Report(Stack.createFolder(folder).resolve("report.json"));
        System.out.println("seed " + seed);
        made.header();
        for (Fault fault : all) {
            if (only.isEmpty() || only.contains(fault.name())) {
                run(fault, made);
            }
        }
        if (only.isEmpty() || only.contains(TwoOrchestrators.NAME)) {
            runTwoOrchestrators(made);
        }
        System.out.println(made.isGood() ? "All as expected." : "Not all was as expected.");
        return made.isGood() ? 0 : 1;
    }

    private void run(Fault fault, Report made) throws Exception {
        try (Scene scene = scene(fault, "", devices)) {
            fault.prepare().apply(scene);
            Trials trials = new Trials(scene, Math.min(SESSIONS, devices / 4), Math.min(UNSTORED, devices / 10));
            for (int number = 1; number <= runs; number++) {
                Trial trial = trials.run(fault, number);
                made.add(trial, trial.holds());
                if (!trial.holds()) {
                    break;
                }
            }
        } catch (StackException e) {
            made.add(unrunnable(fault, "", e), false);
        }
        for (Fault.Control control : noControls ? List.<Fault.Control>of() : fault.controls()) {
            int few = Math.min(CONTROL_DEVICES, devices);
            try (Scene scene = scene(fault, control.unsafe(), few)) {
                fault.prepare().apply(scene);
                Trials trials = new Trials(scene, Math.min(SESSIONS, few / 4), Math.min(UNSTORED, few / 10));
                Trial trial = trials.run(fault, 1);
                made.add(
                        trial,
                        trial.checks().stream()
                                .anyMatch(check ->
                                        !check.holds() && control.fails().contains(check.invariant())));
            } catch (StackException e) {
                made.add(unrunnable(fault, control.unsafe(), e), false);
            }
        }
    }

    /** Its schedules fire each minute, so that one run shows two fire times. */
    private void runTwoOrchestrators(Report made) throws Exception {
        Fault plain = Fault.of(TwoOrchestrators.NAME, _ -> {}).withCollectors(1);
        for (int number = 1; number <= runs; number++) {
            try (Scene scene = scene(plain, "", SCHEDULED_DEVICES)) {
                Trial trial = new TwoOrchestrators(scene).run(number);
                made.add(trial, trial.holds());
            } catch (StackException e) {
                made.add(unrunnable(plain, "", e), false);
            }
        }
        if (!noControls) {
            try (Scene scene = scene(plain, TwoOrchestrators.CONTROL, SCHEDULED_DEVICES)) {
                Trial trial = new TwoOrchestrators(scene).run(1);
                made.add(trial, !trial.holds());
            } catch (StackException e) {
                made.add(unrunnable(plain, TwoOrchestrators.CONTROL, e), false);
            }
        }
    }

    private Trial unrunnable(Fault fault, String unsafe, StackException e) {
        Check failed = new Check(Invariant.RECOVERS_IN_TIME, false, String.valueOf(e.getMessage()));
        return new Trial(fault.name(), unsafe, 0, seed, "", -1, new ArrayList<>(List.of(failed)));
    }

    private Scene scene(Fault fault, String unsafe, int count) throws Exception {
        String name = Stream.of(fault.name(), unsafe)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("-without-"));
        return new Scene(
                Installation.ofFolder(folder.resolve("jars")),
                Services.of(System.getenv()),
                folder.resolve(name + "-" + System.currentTimeMillis()),
                new Scene.Plan(count, SLOTS, fault.collectors(), fault.settings(), unsafe, seed));
    }
}
