package io.zonekeeper.consumer.lifecycle;

import java.time.Duration;

/** How long to wait after failures in a row: doubling from the first wait to the longest. For one thread. */
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** What to wait after one more failure. */
    public Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return wait;
    }

    public void reset() {
        next = first;
    }
}
