package io.zonekeeper.collector.run;

/**
 * Has the heap collected once after the last session of a busy time. The serial collector clears its old generation only when
 * it needs room there, so an idle collector would keep what its sessions left behind for as long as nothing happens. Used by
 * one thread.
 */
public final class IdleHeap {

    private static final int LOOKS = 5;

    private final RunningJobs running;
    private final Runnable collection;
    private long collectedAfter;
    private int quietLooks;

    public IdleHeap(RunningJobs running) {
        this(running, System::gc);
    }

    IdleHeap(RunningJobs running, Runnable collection) {
        this.running = running;
        this.collection = collection;
    }

    /** Called every few seconds: collects at the fifth time in a row that nothing is at work and something was before. */
    public void look() {
        long ended = running.done() + running.failed();
        if (ended == collectedAfter || running.isAnyAtWork()) {
            quietLooks = 0;
        } else if (++quietLooks == LOOKS) {
            quietLooks = 0;
            collectedAfter = ended;
            collection.run();
        }
    }
}
