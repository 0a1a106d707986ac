package io.zonekeeper.devenv.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One thing that goes wrong.
 *
 * @param bound from the fault to the end of the last job
 * @param collectors to begin with
 * @param strike comes while a run is under way; returns when the fault is over and, where a supervisor would have, programs have
 *     been started again
 * @param repair brings back what the next time needs
 * @param control what shows that the checks see
 */
public record Fault(
        String name,
        Duration bound,
        int collectors,
        Map<String, String> settings,
        Step strike,
        Step repair,
        List<Control> controls) {

    /** The lease of a device's lock, and 60 s. */
    static final Duration BOUND = Duration.ofSeconds(90);

    /** Something done to the scene. */
    @FunctionalInterface
    public interface Step {
        void apply(Scene scene) throws Exception;
    }

    /**
     * The same fault without a protection.
     *
     * @param unsafe the switch
     * @param fails what must be found not to hold; one of them is enough
     */
    public record Control(String unsafe, List<Invariant> fails) {}

    static Fault of(String name, Step strike) {
        return new Fault(name, BOUND, 2, Map.of(), strike, _ -> {}, List.of());
    }

    Fault within(Duration newBound) {
        return new Fault(name, newBound, collectors, settings, strike, repair, controls);
    }

    Fault withCollectors(int count) {
        return new Fault(name, bound, count, settings, strike, repair, controls);
    }

    Fault with(Map<String, String> newSettings) {
        return new Fault(name, bound, collectors, newSettings, strike, repair, controls);
    }

    Fault thenRepair(Step newRepair) {
        return new Fault(name, bound, collectors, settings, strike, newRepair, controls);
    }

    Fault failsWithout(String unsafe, Invariant... fails) {
        return new Fault(
                name, bound, collectors, settings, strike, repair, List.of(new Control(unsafe, List.of(fails))));
    }

    @Override
    public String toString() {
        return name;
    }
}
