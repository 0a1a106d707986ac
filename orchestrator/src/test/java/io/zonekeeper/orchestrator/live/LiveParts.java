package io.zonekeeper.orchestrator.live;

import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.access.Scope;
import java.util.List;
import java.util.Optional;

/** The parts of pages that change by themselves, as they are streamed. */
public final class LiveParts {

    public static List<String> names(OrchestratorFixture orchestrator) {
        return orchestrator.beans(LiveFragment.class).stream()
                .map(LiveFragment::name)
                .toList();
    }

    public static Optional<String> html(OrchestratorFixture orchestrator, String topic, Scope scope) {
        return orchestrator.bean(LiveFragments.class).html(topic, scope);
    }

    private LiveParts() {}
}
