package io.zonekeeper.devenv.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One thing that goes wrong amid a run.
 *
 * @param bound from the fault to the end of the last job
 * @param collectors to begin with; with none, the fault strikes when jobs wait in the queue
 * @param settings of orchestrator and consumer
 * @param prepare comes once, before anything runs
 * @param strike returns when the fault is over and, where a supervisor would have, programs have been started again
 * @param amid whether results are held back meanwhile, so that the consumer stands in the middle of a batch
 * @param inspect what is checked besides all else
 * @param repair brings back what the next time needs
 * @param controls what shows that the checks see
 */
public record Fault(
        String name,
        Duration bound,
        int collectors,
        Map<String, String> settings,
        Step prepare,
        Step strike,
        boolean amid,
        Inspection inspect,
        Step repair,
        List<Control> controls) {

    /** The lease of a device's lock, and 60 s. */
    static final Duration BOUND = Duration.ofSeconds(90);

    /** Something done to the scene. */
    @FunctionalInterface
    public interface Step {
        void apply(Scene scene) throws Exception;
    }

    /** Looks at the scene after a run. */
    @FunctionalInterface
    public interface Inspection {

        /** @param sessions that devices have had in this run */
        List<Check> of(Scene scene, long sessions);
    }

    /**
     * The same fault without a protection.
     *
     * @param unsafe the switch
     * @param fails what must be found not to hold; one of them is enough
     */
    public record Control(String unsafe, List<Invariant> fails) {}

    static Fault of(String name, Step strike) {
        return new Fault(name, BOUND, 2, Map.of(), _ -> {}, strike, true, (_, _) -> List.of(), _ -> {}, List.of());
    }

    Fault within(Duration newBound) {
        return new Fault(name, newBound, collectors, settings, prepare, strike, amid, inspect, repair, controls);
    }

    Fault withCollectors(int count) {
        return new Fault(name, bound, count, settings, prepare, strike, amid, inspect, repair, controls);
    }

    Fault with(Map<String, String> newSettings) {
        return new Fault(name, bound, collectors, newSettings, prepare, strike, amid, inspect, repair, controls);
    }

    Fault prepared(Step newPrepare) {
        return new Fault(name, bound, collectors, settings, newPrepare, strike, amid, inspect, repair, controls);
    }

    /** Strikes when results flow again. */
    Fault afterwards() {
        return new Fault(name, bound, collectors, settings, prepare, strike, false, inspect, repair, controls);
    }

    Fault inspected(Inspection newInspect) {
        return new Fault(name, bound, collectors, settings, prepare, strike, amid, newInspect, repair, controls);
    }

    Fault thenRepair(Step newRepair) {
        return new Fault(name, bound, collectors, settings, prepare, strike, amid, inspect, newRepair, controls);
    }

    Fault failsWithout(String unsafe, Invariant... fails) {
        return new Fault(
                name,
                bound,
                collectors,
                settings,
                prepare,
                strike,
                amid,
                inspect,
                repair,
                List.of(new Control(unsafe, List.of(fails))));
    }

    @Override
    public String toString() {
        return name;
    }
}
