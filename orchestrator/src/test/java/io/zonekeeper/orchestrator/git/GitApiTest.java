package io.zonekeeper.orchestrator.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class GitApiTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedWithoutTicks();

    @AfterEach
    void forget() {
        orchestrator.jdbc().sql("delete from git_remote").update();
    }

    private static JsonNode status() {
        return orchestrator.admin().get("/git").expect(200).json();
    }

    @Test
    void withoutARemoteThereIsNone() {
        assertThat(status().path("waiting").asLong(-1)).isZero();
        assertThat(status().path("remote").isNull()).isTrue();
    }

    @Test
    void aFailingPushIsShownByApiAndPageUntilItGoesWell() {
        orchestrator.jdbc().sql("""
                insert into git_remote (url, failure, failed_at, next_try_at)
                values ('ssh://git@host/configs', 'Connection <b>refused</b>', '2026-01-02T03:04:05Z', '2026-01-02T03:05:05Z')
                """).update();
        JsonNode remote = status().path("remote");
        assertThat(remote.path("url").asString()).isEqualTo("ssh://git@host/configs");
        assertThat(remote.path("failure").asString()).isEqualTo("Connection <b>refused</b>");
        assertThat(remote.path("next_try_at").asString()).isEqualTo("2026-01-02T03:05:05Z");
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            assertThat(browser.get("/").body())
                    .contains(
                            "The Git history cannot be pushed to ssh://git@host/configs: Connection &lt;b&gt;refused&lt;/b&gt;");
            orchestrator.jdbc().sql("update git_remote set failure = null").update();
            assertThat(browser.get("/").body()).doesNotContain("cannot be pushed");
        }
    }
}
