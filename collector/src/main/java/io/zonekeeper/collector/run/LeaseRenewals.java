package io.zonekeeper.collector.run;

import io.zonekeeper.collector.report.DeviceLocks;
import io.zonekeeper.collector.report.RedisAwayException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases that are due, all in one round trip. By a thread of the operating system's: where a thousand sessions want the
 * processor, a virtual thread for each lease would come to its turn when the lease is over. Thread-safe.
 */
public final class LeaseRenewals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseRenewals.class);

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final DeviceLocks locks;
    private final Set<DeviceLease> leases = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("lease-renewal").factory());

    /** @param locks on a connection nobody else waits for */
    public LeaseRenewals(DeviceLocks locks) {
        this.locks = locks;
        timer.scheduleWithFixedDelay(this::renewDue, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(DeviceLease lease) {
        leases.add(lease);
    }

    void remove(DeviceLease lease) {
        leases.remove(lease);
    }

    private void renewDue() {
        List<DeviceLease> due =
                leases.stream().filter(DeviceLease::isRenewalDue).toList();
        if (due.isEmpty()) {
            return;
        }
        long sentAt = System.nanoTime();
        try {
            List<Boolean> ours =
                    locks.renew(due.stream().map(DeviceLease::claim).toList());
            for (int i = 0; i < due.size(); i++) {
                due.get(i).renewed(ours.get(i), sentAt);
            }
        } catch (RedisAwayException e) {
            log.debug("The locks of {} devices were not renewed: {}", due.size(), e.sentence());
        } catch (RuntimeException e) {
            log.error("Locks were not renewed through a fault of this collector.", e);
        }
    }

    /** Renews no more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
