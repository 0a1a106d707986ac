package io.zonekeeper.devenv.chaos;

/**
 * What was found about one invariant.
 *
 * @param detail what was found instead; empty if it holds
 */
record Check(Invariant invariant, boolean holds, String detail) {

    static Check of(Invariant invariant, boolean holds, String detail) {
        return new Check(invariant, holds, holds ? "" : detail);
    }

    static Check zero(Invariant invariant, long found, String what) {
        return of(invariant, found == 0, "%d %s".formatted(found, what));
    }
}
