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

    private static final Duration RENEWAL_AGAIN = Duration.ofSeconds(1);

    private final DeviceLocks locks;
    private final DeviceLocks.Claim claim;
    private final Watchdog watchdog;

    private Deadline heldUntil;
    private boolean lost;
    private boolean closed;
    private Watchdog.@Nullable Watch renewal;
    private Watchdog.@Nullable Watch fence;
    private @Nullable Runnable onLost;

    /** @param sentAt {@link System#nanoTime()} from before the lock was asked for */
    DeviceLease(DeviceLocks locks, DeviceLocks.Claim claim, Watchdog watchdog, long sentAt) {
        this.locks = locks;
        this.claim = claim;
        this.watchdog = watchdog;
        this.heldUntil = endOf(sentAt);
    }

    synchronized DeviceLease keep() {
        renewal = watchdog.at(Deadline.after(RedisKeys.LOCK_RENEWAL), this::renew);
        fence = watchdog.at(heldUntil, this::checkFence);
        return this;
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

    private void renew() {
        long sentAt = System.nanoTime();
        boolean ours;
        try {
            ours = locks.renew(claim);
        } catch (RedisAwayException e) {
            log.debug("The lock of device {} was not renewed: {}", claim.deviceId(), e.sentence());
            synchronized (this) {
                if (!closed && !lost) {
                    renewal = watchdog.at(Deadline.after(RENEWAL_AGAIN), this::renew);
                }
            }
            return;
        }
        if (!ours) {
            lose();
            return;
        }
        synchronized (this) {
            if (closed || lost) {
                return;
            }
            if (heldUntil.isOver()) {
                // It lapsed and is ours again by luck; between the two anybody may have held it.
                return;
            }
            heldUntil = endOf(sentAt);
            renewal = watchdog.at(Deadline.after(RedisKeys.LOCK_RENEWAL), this::renew);
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
            if (renewal != null) {
                renewal.close();
            }
            if (fence != null) {
                fence.close();
            }
        }
        try {
            locks.release(claim);
        } catch (RedisAwayException e) {
            log.debug("The lock of device {} ends by itself: {}", claim.deviceId(), e.sentence());
        }
    }
}
