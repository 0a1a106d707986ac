package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.ReadmeSettings;
import io.zonekeeper.orchestrator.dispatch.DispatchSettings;
import java.util.stream.Stream;

class OrchestratorReadmeTest extends ReadmeSettings {

    OrchestratorReadmeTest() {
        super(
                "orchestrator",
                Stream.concat(OrchestratorSettings.ALL.stream(), DispatchSettings.ALL.stream())
                        .toList());
    }
}
