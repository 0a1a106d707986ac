package io.zonekeeper.orchestrator;

import io.zonekeeper.common.architecture.HouseRules;

class OrchestratorArchitectureTest extends HouseRules {

    OrchestratorArchitectureTest() {
        super("orchestrator");
    }
}
