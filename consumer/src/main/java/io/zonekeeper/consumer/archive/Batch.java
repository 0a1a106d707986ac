package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.wire.WireException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Arrivals that are to be committed together, decoded. Immutable. */
public final class Batch {

    private final List<Readable> readable;
    private final List<Poison> unreadable;
    private final Instant now;

    private Batch(List<Readable> readable, List<Poison> unreadable, Instant now) {
        this.readable = List.copyOf(readable);
        this.unreadable = List.copyOf(unreadable);
        this.now = now;
    }

    /**
     * Decodes; what is no result is part of the batch, too, with the reason.
     *
     * @param now what the times in results are held against
     */
    public static Batch of(List<Arrival> arrivals, Instant now) {
        List<Readable> readable = new ArrayList<>();
        List<Poison> unreadable = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            try {
                readable.add(Readable.of(arrival, now));
            } catch (WireException e) {
                unreadable.add(new Poison(arrival, String.valueOf(e.getMessage())));
            } catch (RuntimeException e) {
                // Nothing but the entry was looked at, so it is the entry that no reader had thought of.
                unreadable.add(new Poison(arrival, "The result is not readable: " + e));
            }
        }
        return new Batch(readable, unreadable, now);
    }

    List<Readable> readable() {
        return readable;
    }

    List<Poison> unreadable() {
        return unreadable;
    }

    Instant now() {
        return now;
    }
}
