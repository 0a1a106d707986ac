package io.zonekeeper.collector.run;

import io.zonekeeper.collector.report.DeviceLocks;
import io.zonekeeper.collector.report.RedisAwayException;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.Watchdog;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's lock in our hands, renewed until it is closed. Its end is counted on the monotonic clock from before the command was
 * sent that took or renewed it, so it is over here before it is over in Redis: who holds it stops in time whether or not Redis
 * can be reached. Thread-safe.
 */
final class DeviceLease implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeviceLease.class);

    /** To close a session takes up to a second. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final DeviceLocks locks;
    private final DeviceLocks.Claim claim;
    private final LeaseRenewals renewals;
    private final Watchdog watchdog;

    private Deadline heldUntil;
    private Deadline renewal;
    private boolean lost;
    private boolean closed;
    private Watchdog.@Nullable Watch fence;
    private @Nullable Runnable onLost;

    /** @param sentAt {@link System#nanoTime()} from before the lock was asked for */
    DeviceLease(DeviceLocks locks, DeviceLocks.Claim claim, LeaseRenewals renewals, Watchdog watchdog, long sentAt) {
        this.locks = locks;
        this.claim = claim;
        this.renewals = renewals;
        this.watchdog = watchdog;
        this.heldUntil = endOf(sentAt);
        this.renewal = renewalOf(sentAt);
    }

    synchronized DeviceLease keep() {
        fence = watchdog.at(heldUntil, this::checkFence);
        renewals.add(this);
        return this;
    }

    DeviceLocks.Claim claim() {
        return claim;
    }

    synchronized boolean isRenewalDue() {
        return renewal.isOver();
    }

    /** False from the moment on from which somebody else may hold the lock, for good. */
    synchronized boolean isHeld() {
        return !lost && !heldUntil.isOver();
    }

    /** Done once when the lease is lost, at once if it is lost already. */
    void onLost(Runnable action) {
        synchronized (this) {
            if (isHeld()) {
                onLost = action;
                return;
            }
        }
        action.run();
    }

    private static Deadline endOf(long sentAt) {
        return new Deadline(sentAt + RedisKeys.LOCK_LEASE.minus(MARGIN).toNanos());
    }

    private static Deadline renewalOf(long sentAt) {
        return new Deadline(sentAt + RedisKeys.LOCK_RENEWAL.toNanos());
    }

    /**
     * What came of a renewal.
     *
     * @param ours whether the lock was still this claim's
     * @param sentAt {@link System#nanoTime()} from before it was asked for
     */
    void renewed(boolean ours, long sentAt) {
        if (!ours) {
            lose();
            return;
        }
        synchronized (this) {
            if (heldUntil.isOver()) {
                // It lapsed and is ours again by luck; between the two anybody may have held it.
                return;
            }
            heldUntil = endOf(sentAt);
            renewal = renewalOf(sentAt);
        }
    }

    private void checkFence() {
        synchronized (this) {
            if (closed || lost) {
                return;
            }
            if (!heldUntil.isOver()) {
                fence = watchdog.at(heldUntil, this::checkFence);
                return;
            }
        }
        lose();
    }

    private void lose() {
        Runnable action;
        synchronized (this) {
            if (closed || lost) {
                return;
            }
            lost = true;
            action = onLost;
        }
        renewals.remove(this);
        log.warn("The lock of device {} is lost; a session under it is cut off.", claim.deviceId());
        if (action != null) {
            action.run();
        }
    }

    /** Gives the lock back; if Redis is away it ends by itself. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (fence != null) {
                fence.close();
            }
        }
        renewals.remove(this);
        try {
            locks.release(claim);
        } catch (RedisAwayException e) {
            log.debug("The lock of device {} ends by itself: {}", claim.deviceId(), e.sentence());
        }
    }
}
