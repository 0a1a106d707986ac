package io.zonekeeper.collector.run;

import io.zonekeeper.collector.ssh.Deadline;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes that all open sessions of a collector hold together. Over it a new session waits, and an open one reads on only when it
 * is the oldest: so one always comes to its end, and none fails for memory. Thread-safe.
 */
public final class MemoryBudget {

    /** What a session holds before it has read anything: the two buffers of an SSH channel, keys, the transcript. */
    private static final long FIRST = 128 * 1024;

    /** A byte read is held as part of the configuration and, compressed, of the result. */
    private static final int COPIES = 2;

    private final long budget;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Set<Share> open = new LinkedHashSet<>();
    private long used;

    /** @param budget in bytes */
    public MemoryBudget(long budget) {
        if (budget <= 0) {
            throw new IllegalArgumentException("budget: %d (expected: > 0)".formatted(budget));
        }
        this.budget = budget;
    }

    /** Waits until there is room for one more session. */
    Share open() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!open.isEmpty() && used + FIRST > budget) {
                changed.await();
            }
            Share share = new Share();
            open.add(share);
            used += share.held;
            return share;
        } finally {
            lock.unlock();
        }
    }

    /** What one session holds. */
    final class Share implements AutoCloseable {

        private long held = FIRST;

        /** Counts bytes that were read, and waits while there are too many of them and it is another session's turn. */
        void take(long bytes, Deadline deadline) {
            lock.lock();
            try {
                held += COPIES * bytes;
                used += COPIES * bytes;
                while (open.contains(this) && used > budget && !isOldest() && !deadline.isOver()) {
                    changed.await(deadline.left().toMillis() + 1, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }

        private boolean isOldest() {
            return open.iterator().next() == this;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (open.remove(this)) {
                    used -= held;
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
