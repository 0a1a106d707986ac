package io.zonekeeper.common.wire;

/**
 * Fields of the control hashes. A collector reads them every two seconds; an absent field means "as started".
 *
 * <p>{@link #DRAIN} ({@code true}): take no new job, finish what runs; of an instance. {@link #PAUSED} ({@code true}): take no
 * job of this group. {@link #SLOTS} (a number): jobs at once, at most what the collector was started with.
 * {@link #SESSION_RATE} (a number): session starts per second in this group and collector.
 */
public final class Control {

    public static final String DRAIN = "drain";
    public static final String PAUSED = "paused";
    public static final String SLOTS = "slots";
    public static final String SESSION_RATE = "session_rate";

    private Control() {}
}
