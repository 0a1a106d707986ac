package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginSessionTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private final Browser browser = new Browser(orchestrator.url());

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void aStrangerIsSentToTheLoginPage() {
        HttpResponse<String> answer = browser.get("/groups");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).endsWith("/login");
    }

    @Test
    void aSessionIsKeptInPostgreSqlAndItsCookieIsOutOfReachOfScripts() {
        HttpResponse<String> answer = browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).doesNotContain("error");
        assertThat(String.join(" ", answer.headers().allValues("Set-Cookie"))).contains("HttpOnly", "SameSite=Lax");
        assertThat(browser.get("/groups").statusCode()).isEqualTo(200);
        assertThat(sessions(OrchestratorFixture.ADMIN)).isPositive();
    }

    @Test
    void thePasswordThatWasTriedIsNotStored() {
        HttpResponse<String> refused = browser.logIn(OrchestratorFixture.ADMIN, "canary password");
        assertThat(location(refused)).endsWith("/login?error");
        assertThat(browser.get("/login?error").body()).contains("User name or password is wrong.");
        assertThat(stored("canary password")).isZero();
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
        assertThat(stored(OrchestratorFixture.ADMIN_PASSWORD)).isZero();
    }

    @Test
    void aChangedUserHasToLogInAgain() {
        Api operator = orchestrator.userWithRole("operator");
        String name = operator.get("/me").json().path("name").asString();
        long id = operator.get("/me").json().path("id").asLong();
        browser.logIn(name, OrchestratorFixture.ADMIN_PASSWORD);
        assertThat(browser.get("/groups").statusCode()).isEqualTo(200);
        orchestrator.admin().patch("/users/" + id, Map.of("enabled", false)).expect(200);
        assertThat(browser.get("/groups").statusCode()).isEqualTo(302);
        assertThat(location(browser.logIn(name, OrchestratorFixture.ADMIN_PASSWORD)))
                .endsWith("/login?error");
    }

    @Test
    void aSessionDoesNotOpenTheApi() {
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void anUnknownPageIsAPage() {
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
        HttpResponse<String> answer = browser.get("/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(answer.body()).contains("There is nothing at /nothing.");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static long sessions(String user) {
        return count("select count(*) from spring_session where principal_name = :text", user);
    }

    private static long stored(String text) {
        return count(
                "select count(*) from spring_session_attributes where encode(attribute_bytes, 'hex') like :text",
                "%" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "%");
    }

    private static long count(String sql, String text) {
        return orchestrator
                .jdbc()
                .sql(sql)
                .param("text", text)
                .query(Long.class)
                .single();
    }
}
