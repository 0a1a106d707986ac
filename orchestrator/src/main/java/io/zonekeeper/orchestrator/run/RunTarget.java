package io.zonekeeper.orchestrator.run;

import java.util.List;

/** Which devices a run is for. */
public sealed interface RunTarget {

    /** Those with these ids; each has to exist and to be enabled. */
    record DeviceIds(List<Long> ids) implements RunTarget {

        public DeviceIds {
            ids = List.copyOf(ids);
        }
    }

    /** All enabled devices of a group. */
    record Group(long groupId) implements RunTarget {}

    /** All enabled devices of all groups, as far as who asks sees them. */
    record All() implements RunTarget {}
}
