package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.access.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which collectors live, or that this cannot be known now: Redis out of reach never means "none". */
public sealed interface Liveness {

    /** @param heartbeats of the live collectors, by instance name */
    record Known(List<Heartbeat> heartbeats) implements Liveness {

        public Known {
            heartbeats = heartbeats.stream()
                    .sorted(Comparator.comparing(Heartbeat::instance))
                    .toList();
        }

        /** The first that come after a name, by name. */
        List<Heartbeat> after(String instance, int most) {
            return heartbeats.stream()
                    .filter(heartbeat -> heartbeat.instance().compareTo(instance) > 0)
                    .limit(most)
                    .toList();
        }

        /** The live collectors that consume a group at this moment. */
        public List<Heartbeat> of(GroupName group) {
            return heartbeats.stream()
                    .filter(heartbeat -> heartbeat.groups().contains(group))
                    .toList();
        }
    }

    /**
     * What is seen of it in a scope: collectors that serve a group of it, without their other groups. What runs in a collector is
     * left out where it serves others too.
     */
    default Liveness seenBy(Scope scope) {
        return switch (this) {
            case Known known
            when !scope.unlimited() ->
                new Known(known.heartbeats().stream()
                        .filter(heartbeat -> isSeen(heartbeat, scope))
                        .map(heartbeat -> isAllSeen(heartbeat, scope) ? heartbeat : reduced(heartbeat, scope))
                        .toList());
            default -> this;
        };
    }

    private static boolean isSeen(Heartbeat heartbeat, Scope scope) {
        return groups(heartbeat).anyMatch(scope::sees);
    }

    /** Whether all groups a collector serves, or is to serve, are in a scope. */
    static boolean isAllSeen(Heartbeat heartbeat, Scope scope) {
        return groups(heartbeat).allMatch(scope::sees);
    }

    private static Stream<String> groups(Heartbeat heartbeat) {
        return Stream.concat(
                heartbeat.groups().stream().map(GroupName::value), heartbeat.refusedGroups().keySet().stream());
    }

    private static Heartbeat reduced(Heartbeat heartbeat, Scope scope) {
        return new Heartbeat(
                heartbeat.instance(),
                heartbeat.host(),
                heartbeat.pid(),
                heartbeat.version(),
                heartbeat.groups().stream()
                        .filter(group -> scope.sees(group.value()))
                        .toList(),
                heartbeat.refusedGroups().entrySet().stream()
                        .filter(group -> scope.sees(group.getKey()))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)),
                heartbeat.slots(),
                List.of(),
                heartbeat.done(),
                heartbeat.failed(),
                heartbeat.draining(),
                heartbeat.platforms(),
                heartbeat.startedAt(),
                heartbeat.at());
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
