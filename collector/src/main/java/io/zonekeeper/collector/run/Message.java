package io.zonekeeper.collector.run;

import io.zonekeeper.common.wire.GroupName;

/** A job's message as it was received. Settled exactly once; settling never throws: what cannot be settled comes again. */
public interface Message {

    /** The group whose queue it came from. */
    GroupName group();

    byte[] body();

    boolean isSettled();

    /** It is done and its result stored. */
    void acknowledge();

    /** It is no job of ours: to the dead letters. */
    void reject();

    /** This collector cannot do jobs of this group: back to the queue, and no more of them, please. */
    void giveBack(String reason);
}
