package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is told to keep out, on every page there is a line for in endpoint-rules.txt. */
class PagePolicyTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedWithoutTicks();

    private static final Pattern TAG = Pattern.compile("<([a-z][a-z0-9-]*)([^>]*)>");
    private static final Pattern SCRIPT_ATTRIBUTE = Pattern.compile("\\s(on[a-z]+|style)=");

    private static GroupWorld world;
    private static Browser admin;

    @BeforeAll
    static void fill() {
        world = new GroupWorld(orchestrator, "policy");
        admin = new Browser(orchestrator.url());
        admin.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    @AfterAll
    static void close() {
        world.forget();
        admin.close();
    }

    static Stream<EndpointRule> pages() {
        return EndpointRule.all().stream().filter(rule -> rule.isRead() && !rule.isApi() && !rule.is("stream"));
    }

    static Stream<EndpointRule> actions() {
        return EndpointRule.all().stream().filter(rule -> rule.method().equals("POST") && !rule.isApi());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageForbidsWhatIsNotOurs(EndpointRule rule) {
        HttpResponse<String> page = admin.get(rule.path(world::id, "1"));
        assertThat(page.statusCode()).as(page.body()).isIn(200, 302, 404);
        assertPolicy(page);
        assertThat(TAG.matcher(page.body()).results())
                .noneMatch(tag -> tag.group(1).equals("style"))
                .noneMatch(tag -> SCRIPT_ATTRIBUTE.matcher(tag.group(2)).find())
                .filteredOn(tag -> tag.group(1).equals("script"))
                .extracting(MatchResult::group)
                .allMatch(tag -> tag.contains(" src=\"/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing/there",
                "/devices/x",
                "/devices/999999",
                "/login",
                "/assets/app.js",
                "/api/v1/me",
                "/api/nothing"
            })
    void errorsAndFilesDoToo(String path) {
        try (Browser nobody = new Browser(orchestrator.url())) {
            assertPolicy(nobody.get(path));
        }
        assertPolicy(admin.get(path));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void noFormIsTakenWithoutItsToken(EndpointRule rule) {
        String path = rule.path(world::id, "1");
        assertThat(admin.post(path, Map.of("name", "forged")).statusCode()).isEqualTo(403);
        assertThat(admin.post(path, Map.of("name", "forged", "_csrf", "guessed"))
                        .statusCode())
                .isEqualTo(403);
    }

    private static void assertPolicy(HttpResponse<String> answer) {
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
        List<String> directives =
                Arrays.stream(policy.split(";")).map(String::strip).toList();
        assertThat(directives)
                .contains(
                        "default-src 'self'",
                        "object-src 'none'",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'")
                .noneMatch(directive -> directive.contains("unsafe") || directive.contains("*"))
                .noneMatch(directive -> directive.startsWith("script-src") && !directive.equals("script-src 'self'"))
                .noneMatch(directive -> directive.startsWith("style-src") && !directive.equals("style-src 'self'"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
    }
}
