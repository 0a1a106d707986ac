package io.zonekeeper.collector.run;

import io.zonekeeper.collector.report.DeviceLocks;
import io.zonekeeper.collector.report.Marks;
import io.zonekeeper.collector.report.RedisAwayException;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.Watchdog;
import io.zonekeeper.common.job.DeviceJob;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the locks of devices, waiting for them where that makes sense. Thread-safe. */
public final class DeviceLeases {

    private static final Logger log = LoggerFactory.getLogger(DeviceLeases.class);

    /** The lock of a collector that died is over by then. */
    static final Duration WAIT = RedisKeys.LOCK_LEASE.plusSeconds(5);

    private static final int LEAST_PAUSE_MILLIS = 150;
    private static final int MOST_PAUSE_MILLIS = 350;

    private final DeviceLocks locks;
    private final LeaseRenewals renewals;
    private final Watchdog watchdog;

    public DeviceLeases(DeviceLocks locks, LeaseRenewals renewals, Watchdog watchdog) {
        this.locks = locks;
        this.renewals = renewals;
        this.watchdog = watchdog;
    }

    /**
     * A lease as it was taken.
     *
     * @param known of the task at that moment
     */
    record Taken(DeviceLease lease, Marks.Known known) {}

    /**
     * Waits while Redis is away. A lock held for the very same task is waited for as long as that task may take: the message came
     * a second time, and what its first delivery brings is the answer.
     *
     * @param wait how long to wait for a lock held for another task
     * @return empty if the device is busy
     */
    Optional<Taken> take(DeviceJob job, Duration wait) throws InterruptedException {
        DeviceLocks.Claim claim = DeviceLocks.claim(job.deviceId(), job.taskId());
        Deadline forOthers = Deadline.after(wait);
        Deadline forSameTask = Deadline.after(job.limits().hard().plus(WAIT));
        while (true) {
            try {
                long sentAt = System.nanoTime();
                Optional<Marks.Known> known = locks.take(claim);
                if (known.isPresent()) {
                    return Optional.of(taken(claim, sentAt, known.get()));
                }
                String holder = locks.holder(claim).orElse("");
                if (holder.equals(claim.token())) {
                    // An earlier take succeeded and its reply was lost.
                    sentAt = System.nanoTime();
                    if (locks.renew(claim)) {
                        return Optional.of(taken(claim, sentAt, locks.known(claim)));
                    }
                }
                if ((claim.isSameTask(holder) ? forSameTask : forOthers).isOver()) {
                    return Optional.empty();
                }
            } catch (RedisAwayException e) {
                log.debug("The lock of device {} waits for Redis: {}", job.deviceId(), e.sentence());
            }
            Thread.sleep(ThreadLocalRandom.current().nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
        }
    }

    private Taken taken(DeviceLocks.Claim claim, long sentAt, Marks.Known known) {
        return new Taken(new DeviceLease(locks, claim, renewals, watchdog, sentAt).keep(), known);
    }
}
