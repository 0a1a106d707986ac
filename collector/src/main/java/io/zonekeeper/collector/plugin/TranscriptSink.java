package io.zonekeeper.collector.plugin;

/** Takes what of a dialogue an operator may see, in its order. Used by one thread. */
public interface TranscriptSink {

    /** Of all that is told so much of the beginning is kept, and so much of the end. */
    int KEPT_BYTES = 32 * 1024;

    /**
     * What the device answered, the secrets of its configuration replaced; who keeps it masks those of the access too. The array
     * is only lent.
     */
    void received(byte[] bytes, int length);

    /**
     * The device answered more than it was worth to look at: {@link #KEPT_BYTES} were told before this, and as many follow.
     *
     * @param bytes how many, whole lines
     */
    void leftOut(long bytes);
}
