package io.zonekeeper.orchestrator.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class RedisAwayTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator =
            new OrchestratorFixture().with("ZONEKEEPER_REDIS_URL", "redis://127.0.0.1:1/0");

    @Test
    void collectorsAreUnknownAndEverythingElseGoesOn() {
        assertThat(orchestrator.admin().get("/collectors").problem(503)).contains("Redis cannot be reached");
        String group = orchestrator.newGroup();
        JsonNode shown =
                orchestrator.admin().get("/groups/" + group).expect(200).json();
        assertThat(shown.path("collectors_online").isNull()).isTrue();
        orchestrator
                .admin()
                .post("/devices", Map.of("group", group, "name", "r1", "address", "10.0.0.1", "platform", "noop"))
                .expect(201);
        JsonNode run = orchestrator
                .admin()
                .post("/runs", Map.of("group", group))
                .expect(202)
                .json();
        JsonNode cancelled = orchestrator
                .admin()
                .post("/runs/%s/cancel".formatted(run.path("id").asString()))
                .expect(200)
                .json();
        assertThat(cancelled.path("cancelled").asInt()).isEqualTo(1);
    }
}
