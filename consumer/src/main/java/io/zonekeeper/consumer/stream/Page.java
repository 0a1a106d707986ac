package io.zonekeeper.consumer.stream;

import io.zonekeeper.consumer.archive.Arrival;
import java.util.List;

/**
 * Entries as one command gave them.
 *
 * @param deleted entries that were delivered once and have been deleted since by somebody else
 */
record Page(List<Arrival> arrivals, List<EntryId> deleted) {

    record EntryId(String stream, String id) {}

    boolean isEmpty() {
        return arrivals.isEmpty() && deleted.isEmpty();
    }

    int entries() {
        return arrivals.size() + deleted.size();
    }

    long bytes() {
        return arrivals.stream().mapToLong(Arrival::size).sum();
    }
}
