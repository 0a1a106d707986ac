package io.zonekeeper.orchestrator.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EntryPagesTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture().withoutSetup();

    @Test
    void theFirstVisitorWithTheTokenBecomesAdministrator() throws IOException {
        String token = Files.readString(orchestrator.setupTokenFile()).strip();
        try (Browser browser = new Browser(orchestrator.url())) {
            assertThat(browser.get("/login").headers().firstValue("Location").orElse(""))
                    .endsWith("/setup");

            assertThat(browser.get("/setup").body())
                    .contains("PostgreSQL", "RabbitMQ", "Redis", "The master key opens what is sealed.");

            HttpResponse<String> wrong = browser.submit(
                    "/setup",
                    "/setup",
                    Map.of("token", "guessed", "username", "root", "password", "correct horse battery"));
            assertThat(wrong.statusCode()).isEqualTo(403);
            assertThat(wrong.body())
                    .contains("token is wrong", "value=\"root\"")
                    .doesNotContain("correct horse");

            HttpResponse<String> tooShort =
                    browser.submit("/setup", "/setup", Map.of("token", token, "username", "root", "password", "short"));
            assertThat(tooShort.statusCode()).isEqualTo(422);
            assertThat(tooShort.body()).contains("id=\"password-wrong\"");

            HttpResponse<String> done = browser.submit(
                    "/setup",
                    "/setup",
                    Map.of("token", token, "username", "root", "password", "correct horse battery"));
            assertThat(done.headers().firstValue("Location").orElse("")).endsWith("/login");
            assertThat(browser.get("/login").body()).contains("User root is created");
            assertThat(browser.get("/setup").statusCode()).isEqualTo(302);

            assertThat(browser.logIn("root", "wrong password")
                            .headers()
                            .firstValue("Location")
                            .orElse(""))
                    .endsWith("/login?error");
            assertThat(browser.get("/login?error").body()).contains("User name or password is wrong.");
            browser.logIn("root", "correct horse battery");
            assertThat(browser.get("/").body()).contains("Towards the first backup", "Create a collector group");
            browser.submit("/", "/logout", Map.of());
            assertThat(browser.get("/").statusCode()).isEqualTo(302);
        }
    }
}
