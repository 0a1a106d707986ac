package io.zonekeeper.collector.run;

import io.zonekeeper.common.wire.GroupName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Spreads the starts of sessions of a group evenly where the operator set a rate. Thread-safe. */
public final class Pacer {

    /** How soon a changed rate takes effect on who is waiting already. */
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Map<GroupName, Long> intervals = new HashMap<>();
    private final Map<GroupName, Long> lastStarts = new HashMap<>();

    /** @param perSecond starts per second, over 0; empty means no limit */
    public synchronized void setRate(GroupName group, OptionalDouble perSecond) {
        if (perSecond.isEmpty()) {
            intervals.remove(group);
            lastStarts.remove(group);
            return;
        }
        intervals.put(group, (long) (Duration.ofSeconds(1).toNanos() / perSecond.getAsDouble()));
    }

    /** Returns when a session may start. */
    void awaitTurn(GroupName group) throws InterruptedException {
        Duration left = left(group);
        while (!left.isZero()) {
            Thread.sleep(left.compareTo(LONGEST_NAP) < 0 ? left : LONGEST_NAP);
            left = left(group);
        }
    }

    private synchronized Duration left(GroupName group) {
        Long interval = intervals.get(group);
        if (interval == null) {
            return Duration.ZERO;
        }
        long now = System.nanoTime();
        Long last = lastStarts.get(group);
        if (last == null || now - last >= interval) {
            lastStarts.put(group, now);
            return Duration.ZERO;
        }
        return Duration.ofNanos(interval - (now - last));
    }
}
