package io.zonekeeper.orchestrator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class GroupApiTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    @Test
    void aNewGroupShowsItsKeyOnce() {
        String name = orchestrator.newGroupName();
        JsonNode made = orchestrator
                .admin()
                .post("/groups", Map.of("name", name, "slots", 20))
                .expect(201)
                .json();
        assertThat(made.path("queue").asString()).isEqualTo("collector.group." + name);
        assertThat(made.path("key").asString()).startsWith("zk1.");
        JsonNode shown = orchestrator.admin().get("/groups/" + name).expect(200).json();
        assertThat(shown.has("key")).isFalse();
        assertThat(shown.has("start_command")).isFalse();
    }
}
