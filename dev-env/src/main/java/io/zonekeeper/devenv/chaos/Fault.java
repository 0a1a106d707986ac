package io.zonekeeper.devenv.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that goes wrong amid a run.
 *
 * @param collectors to begin with; with none, the fault strikes when jobs wait in the queue
 * @param prepare comes once, before anything runs
 * @param strike returns when the fault is over and, where a supervisor would have, programs have been started again
 * @param amid whether results are held back meanwhile, so that the consumer stands in the middle of a batch
 * @param inspect what is checked besides all else
 * @param repair brings back what the next time needs
 * @param controls what shows that the checks see
 */
public record Fault(
        String name,
        int collectors,
        Step prepare,
        Step strike,
        boolean amid,
        Inspection inspect,
        Step repair,
        List<Control> controls) {

    /** Something done to the scene. */
    @FunctionalInterface
    public interface Step {
        void apply(Scene scene) throws Exception;
    }

    /** Looks at the scene after a run. */
    @FunctionalInterface
    public interface Inspection {

        /** @param sessions that devices have had in this run */
        List<Check> of(Scene scene, long sessions) throws Exception;
    }

    /**
     * The same fault without protections.
     *
     * @param unsafe the switches, with commas between
     * @param fails what must be found not to hold; one of them is enough
     */
    public record Control(String unsafe, List<Invariant> fails) {

        boolean isSeenIn(Trial trial) {
            return trial.checks().stream().anyMatch(check -> !check.holds() && fails.contains(check.invariant()));
        }
    }

    static Fault of(String name, Step strike) {
        return new Fault(name, 2, _ -> {}, strike, true, (_, _) -> List.of(), _ -> {}, List.of());
    }

    Fault withCollectors(int count) {
        return new Fault(name, count, prepare, strike, amid, inspect, repair, controls);
    }

    Fault prepared(Step newPrepare) {
        return new Fault(name, collectors, newPrepare, strike, amid, inspect, repair, controls);
    }

    /** Strikes when results flow again. */
    Fault afterwards() {
        return new Fault(name, collectors, prepare, strike, false, inspect, repair, controls);
    }

    Fault inspected(Inspection newInspect) {
        return new Fault(name, collectors, prepare, strike, amid, newInspect, repair, controls);
    }

    Fault thenRepair(Step newRepair) {
        return new Fault(name, collectors, prepare, strike, amid, inspect, newRepair, controls);
    }

    /** One control more. */
    Fault failsWithout(String unsafe, Invariant... fails) {
        List<Control> more = new ArrayList<>(controls);
        more.add(new Control(unsafe, List.of(fails)));
        return new Fault(name, collectors, prepare, strike, amid, inspect, repair, List.copyOf(more));
    }

    @Override
    public String toString() {
        return name;
    }
}
