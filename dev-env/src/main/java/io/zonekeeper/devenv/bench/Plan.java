package io.zonekeeper.devenv.bench;

/**
 * How much is measured.
 *
 * @param runs that count, after one that does not
 * @param divisor of all sizes: a quick bench only shows that everything runs
 */
record Plan(int runs, int divisor) {

    static final int QUICK_DIVISOR = 200;
    private static final long QUICK_THINK_MILLIS = 10;

    int scaled(int size) {
        return Math.max(1, size / divisor);
    }

    /** How long a device thinks about each command; hardly at all in a quick bench. */
    long think(long millis) {
        return quick() ? QUICK_THINK_MILLIS : millis;
    }

    boolean quick() {
        return divisor > 1;
    }

    /** Number of the first run; run 0 warms up and does not count. */
    int first() {
        return first(1);
    }

    /** As {@link #first()} where more than one run warms up: those up to number 0. */
    int first(int warmUps) {
        return quick() ? 1 : 1 - warmUps;
    }
}
