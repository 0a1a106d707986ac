package io.zonekeeper.orchestrator.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutagesTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture()
            .with("ZONEKEEPER_AMQP_URL", "amqp://guest:guest@127.0.0.1:1//")
            .with("ZONEKEEPER_REDIS_URL", "redis://127.0.0.1:1/1");

    @Test
    void pagesAreShownAndSayWhatIsAway() {
        orchestrator
                .jdbc()
                .sql("insert into collector_group (name) values ('dmz')")
                .update();
        Stored stored = new Stored(orchestrator.jdbc());
        long device = stored.device("dmz", "fw-01");
        long version = stored.version(device, "hostname fw-01\n");
        UUID job = stored.failedJob(device, "no answer");
        UUID run = orchestrator
                .jdbc()
                .sql("select run_id from job")
                .query(UUID.class)
                .single();
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(browser.get("/").body())
                            .contains("RabbitMQ cannot be reached", "Redis cannot be reached"));
            for (String page : List.of(
                    "/",
                    "/groups",
                    "/groups/dmz",
                    "/devices",
                    "/devices/" + device,
                    "/devices/" + device + "/versions",
                    "/devices/" + device + "/diff",
                    "/versions/" + version,
                    "/configs",
                    "/configs?contains=hostname",
                    "/runs",
                    "/runs/" + run,
                    "/jobs/" + job,
                    "/schedules",
                    "/credentials",
                    "/collectors")) {
                HttpResponse<String> shown = browser.get(page);
                assertThat(shown.statusCode()).as(page).isEqualTo(200);
                assertThat(shown.body()).as(page).contains("RabbitMQ cannot be reached", "Redis cannot be reached");
            }
            assertThat(browser.get("/groups").body())
                    .contains("Unknown", "unknown")
                    .doesNotContain("No collector<");
            assertThat(browser.get("/collectors").body()).contains("Not known at the moment");
        }
    }
}
