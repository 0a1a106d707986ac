package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.TaskId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which collectors live, or that this cannot be known now: Redis out of reach never means "none". */
public sealed interface Liveness {

    /** @param heartbeats of the live collectors, by instance name */
    record Known(List<Heartbeat> heartbeats) implements Liveness {

        public Known {
            heartbeats = heartbeats.stream()
                    .sorted(Comparator.comparing(Heartbeat::instance))
                    .toList();
        }

        /** The live collectors that consume a group at this moment. */
        public List<Heartbeat> of(GroupName group) {
            return heartbeats.stream()
                    .filter(heartbeat -> heartbeat.groups().contains(group))
                    .toList();
        }
    }

    /** @param reason a sentence for the operator */
    record Unknown(String reason) implements Liveness {}

    /** Jobs the live collectors of a group run at once, draining ones left out; 0 where that is unknown. */
    default int slots(GroupName group) {
        return switch (this) {
            case Known known ->
                known.of(group).stream()
                        .filter(heartbeat -> !heartbeat.draining())
                        .mapToInt(Heartbeat::slots)
                        .sum();
            case Unknown _ -> 0;
        };
    }

    /** Task ids at work in the live collectors; empty where that is unknown. */
    default Set<UUID> running() {
        return switch (this) {
            case Known known ->
                known.heartbeats().stream()
                        .flatMap(heartbeat -> heartbeat.running().stream())
                        .map(TaskId::value)
                        .collect(Collectors.toUnmodifiableSet());
            case Unknown _ -> Set.of();
        };
    }
}
