package io.zonekeeper.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ConfigTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static long device;
    private static long first;
    private static long second;
    private static long third;

    @BeforeAll
    static void store() {
        Stored stored = new Stored(orchestrator.jdbc());
        device = stored.device(orchestrator.newGroup(), "fw-01");
        first = stored.version(device, "hostname a\nntp server 192.0.2.1\npassword hunter2\nend\n");
        second = stored.version(device, "hostname a\nntp server 192.0.2.7\npassword hunter2\nend\n");
        third = stored.version(device, "hostname b\nntp server 192.0.2.7\npassword hunter2\nend\n");
    }

    @Test
    void versionsAreListedNewestFirstPageByPage() {
        JsonNode page = orchestrator
                .admin()
                .get("/devices/%d/versions?limit=2".formatted(device))
                .expect(200)
                .json();
        assertThat(page.path("items").values().stream()
                        .map(item -> item.path("id").asLong()))
                .containsExactly(third, second);
        assertThat(page.path("items").get(0).path("current").asBoolean()).isTrue();
        JsonNode rest = orchestrator
                .admin()
                .get("/devices/%d/versions?limit=2&after=%s"
                        .formatted(device, page.path("next").asString()))
                .expect(200)
                .json();
        assertThat(rest.path("items").values().stream()
                        .map(item -> item.path("id").asLong()))
                .containsExactly(first);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void contentIsMaskedAndEqualSecretsStayEqual() {
        String one = orchestrator
                .admin()
                .get("/versions/%d/content".formatted(first))
                .expect(200)
                .text();
        String two = orchestrator
                .admin()
                .get("/versions/%d/content".formatted(second))
                .expect(200)
                .text();
        assertThat(one).contains("password <secret:").doesNotContain("hunter2");
        assertThat(one.lines().toList().get(2)).isEqualTo(two.lines().toList().get(2));
    }

    @Test
    void theLastTwoAreComparedUnlessOthersAreNamed() {
        Api.Answer last =
                orchestrator.admin().get("/devices/%d/diff".formatted(device)).expect(200);
        assertThat(last.header("Content-Type")).startsWith("text/x-diff");
        assertThat(last.text())
                .contains("--- version " + second, "+++ version " + third, "\n-hostname a\n+hostname b\n")
                .doesNotContain("hunter2");
        assertThat(orchestrator
                        .admin()
                        .get("/devices/%d/diff?from=%d&to=%d".formatted(device, first, third))
                        .expect(200)
                        .text())
                .contains("-hostname a", "-ntp server 192.0.2.1", "+hostname b", "+ntp server 192.0.2.7");
    }

    @Test
    void versionsOfOtherDevicesAreNotCompared() {
        Stored stored = new Stored(orchestrator.jdbc());
        long other = stored.device(orchestrator.newGroup(), "fw-02");
        long alone = stored.version(other, "hostname c\n");
        assertThat(orchestrator
                        .admin()
                        .get("/devices/%d/diff?from=%d".formatted(other, first))
                        .problem(404))
                .contains("Version %d of device %d".formatted(first, other));
        assertThat(orchestrator.admin().get("/devices/%d/diff".formatted(other)).problem(404))
                .contains("to compare with");
        assertThat(orchestrator
                        .admin()
                        .get("/versions/%d/content".formatted(alone))
                        .expect(200)
                        .text())
                .isEqualTo("hostname c\n");
    }

    @Test
    void onlyAnOperatorSeesSecretsAndItIsWrittenDown() {
        String path = "/versions/%d/content?raw=true".formatted(first);
        orchestrator.userWithRole("viewer").get(path).problem(403);
        Api operator = orchestrator.userWithRole("operator");
        assertThat(operator.get(path).expect(200).text()).contains("password hunter2");
        String name = operator.get("/me").json().path("name").asString();
        assertThat(orchestrator
                        .jdbc()
                        .sql("select who from audit_event where action = 'config.reveal' and subject = :subject")
                        .param("subject", "version " + first)
                        .query(String.class)
                        .list())
                .contains(name);
    }

    @Test
    void thePageShowsAddedAndRemovedLinesWithTheirNumbers() {
        try (Browser browser = loggedIn()) {
            assertThat(browser.get("/devices/%d/diff?from=%d&to=%d".formatted(device, first, second))
                            .body())
                    .contains("1 line added, 1 removed")
                    .containsSubsequence(
                            "<tr class=\"removed\"><td class=\"no\">2</td><td class=\"no\"></td><td class=\"sign\">-</td>",
                            "ntp server 192.0.2.1",
                            "<tr class=\"added\"><td class=\"no\"></td><td class=\"no\">2</td><td class=\"sign\">+</td>",
                            "ntp server 192.0.2.7");
            assertThat(browser.get("/devices/%d/diff?from=%d&to=%d".formatted(device, first, first))
                            .body())
                    .contains("The two are the same");
        }
    }

    @Test
    void aDownloadIsAFileAndMaskedUnlessRevealed() {
        try (Browser browser = loggedIn()) {
            HttpResponse<String> masked = browser.get("/versions/%d/download".formatted(first));
            assertThat(masked.headers().firstValue("Content-Disposition").orElse(""))
                    .contains("attachment", "fw-01");
            assertThat(masked.body()).contains("<secret:").doesNotContain("hunter2");
            assertThat(browser.submit("/versions/" + first, "/versions/%d/reveal".formatted(first), Map.of())
                            .body())
                    .contains("hunter2");
        }
    }

    private static Browser loggedIn() {
        Browser browser = new Browser(orchestrator.url());
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
        return browser;
    }
}
