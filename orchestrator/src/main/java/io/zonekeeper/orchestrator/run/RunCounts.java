package io.zonekeeper.orchestrator.run;

/** Jobs of a run by state; they add up to the total. */
public record RunCounts(int total, int waiting, int queued, int running, int success, int failure, int cancelled) {

    /** Jobs that have not ended. */
    public int open() {
        return waiting + queued + running;
    }

    public int ended() {
        return total - open();
    }
}
