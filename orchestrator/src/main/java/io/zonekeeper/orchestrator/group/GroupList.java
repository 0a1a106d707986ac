package io.zonekeeper.orchestrator.group;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.live.LiveFragment;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The list of groups, which changes by itself. Thread-safe. */
@Component
class GroupList implements LiveFragment {

    private final CollectorGroups groups;
    private final GroupStatus status;

    GroupList(CollectorGroups groups, GroupStatus status) {
        this.groups = groups;
        this.status = status;
    }

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        return Optional.of(new Shown("live/groups", model(scope)));
    }

    Map<String, Object> model(Scope scope) {
        return Map.of("groups", status.rows(groups.all(scope)));
    }
}
