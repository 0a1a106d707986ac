package io.zonekeeper.orchestrator.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class OverviewTest {

    private static final ManualClock clock = new ManualClock();

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture()
            .at(clock)
            .with("ZONEKEEPER_TICKING", "false")
            .with("ZONEKEEPER_STALE_AFTER", "36h");

    private static String group;

    @BeforeAll
    static void fill() {
        clock.set(Instant.parse("2026-11-21T05:14:03Z"));
        group = orchestrator.newGroup();
        Stored stored = new Stored(orchestrator.jdbc());
        stored.device(group, "never");
        success(stored, "fresh", Duration.ofHours(35));
        success(stored, "stale", Duration.ofHours(37));
        stored.failedJob(stored.device(group, "failing"), "no answer");
        hour("2026-11-21T05:00:00Z", 3, 1);
        hour("2026-11-20T06:00:00Z", 5, 0);
        hour("2026-11-20T05:00:00Z", 7, 0);
        hour("2026-10-23T00:00:00Z", 11, 0);
        hour("2026-10-22T23:00:00Z", 100, 0);
    }

    private static void success(Stored stored, String name, Duration ago) {
        long device = stored.device(group, name);
        stored.version(device, "hostname " + name + "\n");
        orchestrator
                .jdbc()
                .sql("update device_state set last_success_at = :at where device_id = :device")
                .param("at", clock.instant().minus(ago).atOffset(ZoneOffset.UTC))
                .param("device", device)
                .update();
    }

    private static void hour(String hour, int succeeded, int failed) {
        orchestrator
                .jdbc()
                .sql("""
                        insert into backup_hour (hour, group_id, succeeded, failed)
                        select :hour::timestamptz, id, :succeeded, :failed from collector_group where name = :group
                        """)
                .param("hour", hour)
                .param("succeeded", succeeded)
                .param("failed", failed)
                .param("group", group)
                .update();
    }

    @Test
    void devicesAreOkStaleFailingOrNeverBackedUp() {
        JsonNode numbers = overview().path("numbers");
        assertThat(numbers.path("ok").asInt()).isEqualTo(1);
        assertThat(numbers.path("stale").asInt()).isEqualTo(1);
        assertThat(numbers.path("failing").asInt()).isEqualTo(1);
        assertThat(numbers.path("never").asInt()).isEqualTo(1);
    }

    @Test
    void backupsAreShownByTheHourOfADayAndTheDayOfAMonth() {
        JsonNode day = overview().path("last_day");
        assertThat(day.size()).isEqualTo(24);
        assertThat(day.get(23).path("succeeded").asInt()).isEqualTo(3);
        assertThat(day.get(23).path("failed").asInt()).isEqualTo(1);
        assertThat(day.get(0).path("from").asString()).isEqualTo("2026-11-20T06:00:00Z");
        assertThat(day.get(0).path("succeeded").asInt()).isEqualTo(5);
        JsonNode month = overview().path("last_month");
        assertThat(month.size()).isEqualTo(30);
        assertThat(month.get(29).path("succeeded").asInt()).isEqualTo(3);
        assertThat(month.get(28).path("succeeded").asInt()).isEqualTo(12);
        assertThat(month.get(0).path("from").asString()).isEqualTo("2026-10-23T00:00:00Z");
        assertThat(month.get(0).path("succeeded").asInt()).isEqualTo(11);
    }

    @Test
    void theChartHasATableThatSaysTheSame() {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            assertThat(browser.get("/devices?status=stale").body())
                    .contains(">stale</a>")
                    .doesNotContain(">fresh</a>", ">failing</a>", ">never</a>");
            assertThat(browser.get("/devices?status=ok").body())
                    .contains(">fresh</a>")
                    .doesNotContain(">stale</a>");
            assertThat(browser.get("/").body())
                    .contains("Stale", "89 % of 9 backups succeeded", "Last 30 days")
                    .containsSubsequence("<td>05:00</td>", "<td class=\"num\">3</td>", "<td class=\"num\">1</td>");
        }
    }

    private static JsonNode overview() {
        return orchestrator.admin().get("/overview").expect(200).json();
    }
}
