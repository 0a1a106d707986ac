package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.credential.CredentialNames;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Option;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the fields of a device offer. Thread-safe. */
@Component
public class DeviceChoices {

    private final CollectorGroups groups;
    private final CredentialNames credentials;
    private final Collectors collectors;

    DeviceChoices(CollectorGroups groups, CredentialNames credentials, Collectors collectors) {
        this.groups = groups;
        this.credentials = credentials;
        this.collectors = collectors;
    }

    /** @param emptyWord for none of them */
    public List<Option> groups(Scope scope, String emptyWord) {
        return Option.list(
                emptyWord,
                groups.all(scope).stream().map(group -> group.name().value()).toList());
    }

    /** @param emptyWord for none of them */
    public List<Option> credentials(Scope scope, String emptyWord) {
        return Option.list(emptyWord, credentials.all(scope));
    }

    /**
     * What live collectors announce; empty while none does.
     *
     * @param group those of this one only; of all where it is null, empty, or no name of a group
     */
    public List<Option> platforms(Scope scope, @Nullable String group) {
        Map<String, String> platforms = new TreeMap<>();
        if (collectors.liveness(scope) instanceof Liveness.Known known) {
            List<Heartbeat> heartbeats =
                    group != null && GroupName.isValid(group) ? known.of(new GroupName(group)) : known.heartbeats();
            heartbeats.stream()
                    .map(Heartbeat::platforms)
                    .flatMap(List::stream)
                    .forEach(platform -> platforms.put(platform.key(), platform.displayName()));
        }
        return platforms.entrySet().stream()
                .map(platform -> new Option(platform.getKey(), platform.getValue()))
                .toList();
    }
}
