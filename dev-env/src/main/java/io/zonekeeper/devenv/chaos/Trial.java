package io.zonekeeper.devenv.chaos;

import java.util.List;

/**
 * One run with one fault, judged.
 *
 * @param unsafe the protection taken away; empty for none
 * @param seconds from the end of the fault to that of the last job and its commit; negative if that was not seen
 */
public record Trial(
        String fault, String unsafe, int number, long seed, String moment, double seconds, List<Check> checks) {

    public boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    List<String> brokenInvariants() {
        return checks.stream()
                .filter(check -> !check.holds())
                .map(check -> check.invariant().wireName())
                .distinct()
                .toList();
    }

    public List<String> broken() {
        return checks.stream()
                .filter(check -> !check.holds())
                .map(check -> check.invariant().wireName() + ": " + check.detail())
                .toList();
    }
}
