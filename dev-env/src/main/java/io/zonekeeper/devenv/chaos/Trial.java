package io.zonekeeper.devenv.chaos;

import java.util.List;

/**
 * One run with one fault, judged.
 *
 * @param unsafe the protection taken away; empty for none
 * @param seconds from the fault to the end of the last job; negative if that was not seen
 */
public record Trial(
        String fault, String unsafe, int number, long seed, String moment, double seconds, List<Check> checks) {

    public boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    public List<String> broken() {
        return checks.stream()
                .filter(check -> !check.holds())
                .map(check -> check.invariant().wireName() + ": " + check.detail())
                .toList();
    }
}
