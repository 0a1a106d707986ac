package io.zonekeeper.collector.ssh;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Acts when a deadline is over: one thread for all sessions, since nothing else ends a wait for a silent device. Thread-safe. */
public final class Watchdog implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("session-watchdog").factory());

    public Watchdog() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Until it is closed the action is due. */
    public interface Watch extends AutoCloseable {

        @Override
        void close();
    }

    /** @param action may block: it gets a thread of its own */
    public Watch at(Deadline deadline, Runnable action) {
        Future<?> due = timer.schedule(
                () -> Thread.startVirtualThread(action), deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }

    /** Forgets what is due. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
