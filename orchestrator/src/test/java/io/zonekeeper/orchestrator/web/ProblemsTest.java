package io.zonekeeper.orchestrator.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    @Test
    void anUnknownPathIsNamed() {
        assertThat(orchestrator.admin().get("/nothing").problem(404)).isEqualTo("There is nothing at /api/v1/nothing.");
    }

    @Test
    void aMethodThatIsNotTakenNamesThoseThatAre() {
        Api.Answer answer = orchestrator.admin().send("PUT", "/groups", "{}");
        assertThat(answer.problem(405)).contains("/api/v1/groups", "GET", "POST");
        assertThat(answer.header("Allow")).contains("GET", "POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"name\": }", "not json", "{\"name\":\"x\"} trailing"})
    void brokenJsonIsASentence(String body) {
        assertThat(orchestrator.admin().post("/groups", body).problem(400)).contains("no JSON", "line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "7", "null", ""})
    void anythingButAnObjectIsASentence(String body) {
        assertThat(orchestrator.admin().post("/groups", body).problem(400)).contains("JSON object");
        assertThat(orchestrator.admin().patch("/devices/1", body).problem(400)).contains("JSON object");
    }

    @Test
    void anUnknownFieldIsNamedWithTheKnownOnes() {
        assertThat(orchestrator
                        .admin()
                        .post("/groups", Map.of("name", "x", "slotz", 3))
                        .fieldError("slotz"))
                .contains("slotz", "slots", "session_rate");
    }

    @Test
    void aValueOfTheWrongTypeIsNamedWithoutItsValue() {
        Api.Answer answer = orchestrator.admin().post("/groups", Map.of("name", "x", "slots", "canary"));
        assertThat(answer.fieldError("slots")).contains("number");
        assertThat(answer.text()).doesNotContain("canary");
        assertThat(orchestrator
                        .admin()
                        .post("/devices", Map.of("parameters", Map.of("a", Map.of("b", "c"))))
                        .fieldError("parameters.a"))
                .contains("text");
    }

    @Test
    void anotherMediaTypeIsRefused() throws Exception {
        HttpRequest form = request("/api/v1/groups")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=x"))
                .build();
        HttpResponse<String> answer = send(form);
        assertThat(answer.statusCode()).isEqualTo(415);
        assertProblem(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "/devices?limit=0, limit",
        "/devices?limit=501, limit",
        "/devices?limit=many, limit",
        "/devices?after=zzz, after",
        "/devices?group=No, group",
        "/devices/abc, id",
        "/audit?after=WyJ4Il0, after",
    })
    void aWrongParameterIsAFieldError(String path, String field) {
        assertThat(orchestrator.admin().get(path).fieldError(field)).isNotBlank();
    }

    @Test
    void aNulCharacterIsNoFaultOfOurs() {
        assertThat(orchestrator.admin().get("/devices?q=%00").problem(422)).contains("NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/groups/..%2f..%2fetc", "/api/v1/groups/a;b=c", "/api/v1//groups"})
    void aPathTheFirewallRefusesIsAProblemToo(String path) throws Exception {
        HttpResponse<String> answer = send(request(path).GET().build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertProblem(answer);
    }

    /** Before any filter of ours: an HTTP client would not even send these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/a|b HTTP/1.1",
                "GET /api/v1/a%zz HTTP/1.1",
                "GET /api/v1/a%c3%28 HTTP/1.1",
                "GET /api/v1/groups?q=%zz HTTP/1.1",
                "GET /api/v1/a\\b HTTP/1.1",
            })
    void whatTomcatRefusesIsAProblemToo(String requestLine) throws Exception {
        URI root = URI.create(orchestrator.url());
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(10_000);
            String request = requestLine + "\r\nHost: localhost\r\nAuthorization: Bearer "
                    + orchestrator.admin().token() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .contains("\"detail\":")
                    .doesNotContain("<html", "Tomcat", "Exception");
        }
    }

    @Test
    void aFormatNobodyHasIsAProblemToo() throws Exception {
        HttpResponse<String> answer = send(
                request("/api/v1/groups").header("Accept", "image/png").GET().build());
        assertThat(answer.statusCode()).isEqualTo(406);
        assertProblem(answer);
    }

    @Test
    void withoutATokenAndWithoutTheRoleItIsAProblemToo() throws Exception {
        assertThat(orchestrator.api().get("/groups").problem(401)).contains("Authorization: Bearer");
        assertThat(orchestrator
                        .userWithRole("viewer")
                        .post("/groups", Map.of("name", "x"))
                        .problem(403))
                .contains("POST /api/v1/groups");
    }

    @Test
    void aBrowserThatAsksTheApiGetsAProblemAndNoPage() throws Exception {
        assertProblem(send(
                request("/api/v1/nothing").header("Accept", "text/html").GET().build()));
        assertProblem(send(request("/api/v1/groups/none")
                .header("Accept", "text/html")
                .GET()
                .build()));
        HttpRequest stranger = HttpRequest.newBuilder(URI.create(orchestrator.url() + "/api/v1/groups"))
                .header("Accept", "text/html")
                .build();
        assertProblem(send(stranger));
    }

    @Test
    void healthIsPublicAndTellsNothingElse() throws Exception {
        for (String probe : new String[] {"", "/liveness", "/readiness"}) {
            HttpResponse<String> answer =
                    send(HttpRequest.newBuilder(URI.create(orchestrator.url() + "/actuator/health" + probe))
                            .build());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("jdbc", "PostgreSQL");
        }
        HttpResponse<String> other = send(HttpRequest.newBuilder(URI.create(orchestrator.url() + "/actuator/env"))
                .build());
        assertThat(other.statusCode()).isEqualTo(302);
    }

    @Test
    void everyAnswerHasTheHeadersThatProtectABrowser() throws Exception {
        for (String path : new String[] {"/login", "/api/v1/groups", "/actuator/health"}) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(orchestrator.url() + path))
                    .build());
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
            assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
    }

    @Test
    void aFormWithoutItsTokenIsRefused() throws Exception {
        HttpRequest login = HttpRequest.newBuilder(URI.create(orchestrator.url() + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "username=admin&password=" + OrchestratorFixture.ADMIN_PASSWORD.replace(' ', '+')))
                .build();
        assertThat(send(login).statusCode()).isEqualTo(403);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(orchestrator.url() + path))
                .header("Authorization", "Bearer " + orchestrator.admin().token());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void assertProblem(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }
}
