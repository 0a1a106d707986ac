package io.zonekeeper.orchestrator.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** All enabled devices with a tag, of one group, or of all where that is null. */
    record Tag(@Nullable Long groupId, String tag) implements RunTarget {}

    /** All enabled devices of all groups, as far as who asks sees them. */
    record All() implements RunTarget {}
}
