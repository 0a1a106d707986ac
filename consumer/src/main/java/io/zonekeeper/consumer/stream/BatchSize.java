package io.zonekeeper.consumer.stream;

/**
 * How many entries to ask for. Redis counts entries and not bytes, so this begins small, grows while pages are light and shrinks
 * when one is heavy.
 */
final class BatchSize {

    static final int BEGINNING = 16;
    private static final long LIGHT = 8L * 1024 * 1024;
    private static final long HEAVY = 32L * 1024 * 1024;

    private final int most;
    private int current;

    BatchSize(int most) {
        this.most = most;
        this.current = Math.min(BEGINNING, most);
    }

    int current() {
        return current;
    }

    void learn(Page page) {
        if (page.bytes() > HEAVY) {
            current = Math.max(1, current / 2);
        } else if (page.entries() >= current && page.bytes() < LIGHT) {
            current = Math.min(most, current * 2);
        }
    }
}
