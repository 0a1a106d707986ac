package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseAwayTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    @Test
    void requestsAreAnsweredWithASentenceUntilItIsBack() throws Exception {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            orchestrator.closeDatabase();
            HttpResponse<String> page = browser.get("/devices");
            assertThat(page.statusCode()).as(page.body()).isEqualTo(503);
            assertThat(page.body()).contains("does not answer: try again in a moment");
        }
        Api admin = orchestrator.admin();
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
