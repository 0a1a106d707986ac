package io.zonekeeper.orchestrator.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FirstStepsTest {

    private static final String TITLE = "Towards the first backup";

    private final OrchestratorFixture orchestrator = new OrchestratorFixture();

    @BeforeEach
    void start() throws Exception {
        orchestrator.startFresh();
    }

    @AfterEach
    void stop() throws Exception {
        orchestrator.remove();
    }

    @Test
    void eachStepTicksItselfAndTheListGoesWhenAllAreDone() {
        Api admin = orchestrator.admin();
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            assertThat(steps().path("group").asBoolean()).isFalse();
            String group = orchestrator.newGroup();
            assertThat(steps().path("group").asBoolean()).isTrue();
            admin.post("/credentials", Map.of("name", "core", "username", "u", "password", "p"))
                    .expect(201);
            assertThat(steps().path("credential").asBoolean()).isTrue();
            Stored stored = new Stored(orchestrator.jdbc());
            long device = stored.device(group, "r1");
            assertThat(steps().path("devices").asBoolean()).isTrue();
            assertThat(steps().path("backup").asBoolean()).isFalse();
            stored.version(device, "hostname a\n");
            assertThat(steps().path("backup").asBoolean()).isTrue();
            assertThat(steps().path("collector").asBoolean()).isTrue();
            assertThat(browser.get("/").body()).contains(TITLE);
            admin.post("/schedules", Map.of("name", "nightly", "cron", "0 2 * * *", "zone", "UTC"))
                    .expect(201);
            assertThat(steps().path("shown").asBoolean()).isFalse();
            assertThat(browser.get("/").body()).doesNotContain(TITLE);
        }
    }

    @Test
    void somebodyMayPutTheListOutOfTheWay() {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            assertThat(browser.get("/").body()).contains(TITLE);
            browser.submit("/", "/first-steps/dismiss", Map.of());
            assertThat(browser.get("/").body()).doesNotContain(TITLE);
        }
        assertThat(steps().path("dismissed").asBoolean()).isTrue();
        orchestrator.admin().post("/first-steps/dismiss").expect(204);
        assertThat(orchestrator
                        .jdbc()
                        .sql("select count(*) from audit_event where action = 'first_steps.dismiss'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        orchestrator.userWithRole("viewer").post("/first-steps/dismiss").problem(403);
    }

    private JsonNode steps() {
        return orchestrator.admin().get("/first-steps").expect(200).json();
    }
}
