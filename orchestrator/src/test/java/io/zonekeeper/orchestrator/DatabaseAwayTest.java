package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseAwayTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    @Test
    void requestsAreAnsweredWithASentenceUntilItIsBack() throws Exception {
        Api admin = orchestrator.admin();
        orchestrator.closeDatabase();
        assertThat(admin.get("/devices").problem(503)).contains("database cannot be reached");
        assertThat(orchestrator.api().post("/setup", Map.of("token", "x")).problem(503))
                .contains("database cannot be reached");
        Api health = new Api(orchestrator.url() + "/actuator/health", null);
        health.get("/readiness").expect(503);
        health.get("/liveness").expect(200);
        orchestrator.openDatabase();
        await().atMost(Duration.ofSeconds(20)).until(() -> admin.get("/devices").status() == 200);
    }
}
