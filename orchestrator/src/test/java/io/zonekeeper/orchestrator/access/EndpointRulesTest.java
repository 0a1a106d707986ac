package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.live.LiveParts;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Holds every endpoint to its line in endpoint-rules.txt: who may use it, and that it keeps to the groups in scope. */
class EndpointRulesTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedWithoutTicks();

    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");
    private static final int NOWHERE = 999_999;

    /** One user at the API and in a browser. */
    private record Visitor(Api api, Browser browser) {}

    private record Reply(int status, String text) {}

    private static final Map<Role, Visitor> ofAllGroups = new EnumMap<>(Role.class);
    private static final Map<Role, Visitor> ofOneGroup = new EnumMap<>(Role.class);
    private static GroupWorld inScope;
    private static GroupWorld outOfScope;
    private static long sharedCredential;
    private static long sharedSchedule;
    private static Browser nobody;
    private static String sums;

    @BeforeAll
    static void fill() {
        nobody = new Browser(orchestrator.url());
        sums = sums();
        inScope = new GroupWorld(orchestrator, "inside");
        outOfScope = new GroupWorld(orchestrator, "outside");
        sharedCredential = orchestrator
                .admin()
                .post("/credentials", Map.of("name", "shared-login", "username", "u", "password", "p"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
        sharedSchedule = orchestrator
                .admin()
                .post("/schedules", Map.of("name", "shared-nightly", "cron", "0 2 * * *", "zone", "UTC"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
        for (Role role : Role.values()) {
            ofAllGroups.put(role, visitor(orchestrator.userWithRole(role.wireName())));
            ofOneGroup.put(role, visitor(orchestrator.userWithRole(role.wireName(), inScope.id("group"))));
        }
    }

    private static Visitor visitor(Api api) {
        Browser browser = new Browser(orchestrator.url());
        browser.logIn(api.get("/me").json().path("name").asString(), OrchestratorFixture.ADMIN_PASSWORD);
        return new Visitor(api, browser);
    }

    @AfterAll
    static void close() {
        nobody.close();
        inScope.forget();
        outOfScope.forget();
        Stream.of(ofAllGroups, ofOneGroup)
                .flatMap(visitors -> visitors.values().stream())
                .forEach(visitor -> visitor.browser().close());
    }

    static Stream<EndpointRule> endpoints() {
        return EndpointRule.all().stream()
                .filter(rule -> !rule.isLive() && !rule.method().equals("*"));
    }

    static Stream<EndpointRule> guarded() {
        return endpoints().filter(rule -> !rule.isOpen());
    }

    static Stream<EndpointRule> inGroups() {
        return guarded().filter(rule -> !rule.is("all") && !rule.is("stream"));
    }

    static Stream<EndpointRule> liveParts() {
        return EndpointRule.all().stream().filter(EndpointRule::isLive);
    }

    @Test
    void everyEndpointHasARule() {
        Set<String> mapped = new TreeSet<>();
        orchestrator
                .beans(RequestMappingHandlerMapping.class)
                .forEach(mapping ->
                        mapping.getHandlerMethods().keySet().forEach(info -> mapped.addAll(endpoints(info))));
        Set<String> ruled = EndpointRule.all().stream()
                .filter(rule -> !rule.isLive())
                .map(EndpointRule::endpoint)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ruled)
                .as("%s has a line for each endpoint and for nothing else: add yours there", EndpointRule.FILE)
                .isEqualTo(mapped);
    }

    @Test
    void everyLivePartHasARule() {
        assertThat(liveParts().map(rule -> rule.pattern().replaceFirst(":.*", "")))
                .as("%s has a LIVE line for each part of a page that changes by itself", EndpointRule.FILE)
                .containsExactlyInAnyOrderElementsOf(LiveParts.names(orchestrator));
    }

    @Test
    void whoMayChangeOnlyWhatIsTheirsIsSaidInOnePlace() {
        assertThat(guarded().filter(rule -> !rule.isRead() && rule.role() == Role.VIEWER))
                .allMatch(EndpointRule::isOwn);
        assertThat(endpoints()
                        .filter(rule -> rule.isOwn() && !rule.isRead())
                        .map(rule -> rule.pattern().replaceFirst("^/api/v1", ""))
                        .map(path -> path.substring(1).replaceFirst("/.*", "")))
                .as("what every user may change is the own account and its tokens")
                .containsOnly("tokens", "account");
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void nobodyGetsInWithoutALogin(EndpointRule rule) {
        String path = rule.path(EndpointRulesTest::nothing, Integer.toString(NOWHERE));
        if (rule.isApi()) {
            Api.Answer answer = orchestrator.api().send(rule.method(), apiPath(path), rule.isRead() ? null : "{}");
            assertThat(answer.problem(401)).contains("Bearer");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        } else {
            HttpResponse<String> answer = rule.isRead() ? nobody.get(path) : nobody.submit("/login", path, Map.of());
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/login");
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aLowerRoleIsRefusedAndChangesNothing(EndpointRule rule) {
        if (rule.role() == Role.VIEWER) {
            return;
        }
        String before = everything();
        for (Role role : Role.values()) {
            if (role.compareTo(rule.role()) < 0) {
                for (String body : bodies(rule)) {
                    Reply reply = send(ofAllGroups.get(role), rule, rule.path(inScope::id, "1"), filled(body, inScope));
                    assertThat(reply.status())
                            .as("%s as %s: %s", rule, role, reply.text())
                            .isEqualTo(403);
                }
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void theRoleThatIsNeededIsEnough(EndpointRule rule) {
        if (rule.is("stream") || (rule.isOwn() && !rule.isRead())) {
            return;
        }
        String path = rule.path(EndpointRulesTest::nothing, Integer.toString(NOWHERE));
        for (Role role : Role.values()) {
            if (role.covers(rule.role())) {
                Reply reply = send(ofAllGroups.get(role), rule, path, rule.isApi() ? "{}" : "");
                assertThat(reply.status())
                        .as("%s as %s: %s", rule, role, reply.text())
                        .isNotIn(401, 403, 500);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void whatBelongsToAllGroupsNeedsAUserOfAllGroups(EndpointRule rule) {
        if (!rule.is("all")) {
            return;
        }
        String before = everything();
        for (Role role : Role.values()) {
            Reply reply = send(
                    ofOneGroup.get(role),
                    rule,
                    rule.path(EndpointRulesTest::nothing, Integer.toString(NOWHERE)),
                    rule.isApi() ? "{}" : "");
            assertThat(reply.status())
                    .as("%s as %s: %s", rule, role, reply.text())
                    .isEqualTo(403);
        }
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("inGroups")
    void anIdOutOfScopeIsNotThere(EndpointRule rule) {
        if (!rule.namesGroupOwned()) {
            return;
        }
        String before = everything();
        for (Role role : Role.values()) {
            if (role.covers(rule.role())) {
                Stream.of(rule.path(outOfScope::id, "1"), rule.path(EndpointRulesTest::shared, "1"))
                        .distinct()
                        .forEach(path -> bodies(rule).forEach(body -> {
                            Reply reply = send(ofOneGroup.get(role), rule, path, filled(body, outOfScope));
                            assertThat(reply.status())
                                    .as("%s as %s: %s", path, role, reply.text())
                                    .isEqualTo(404);
                            assertNothingOutOfScope(rule, path + filled(body, outOfScope), reply);
                        }));
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("inGroups")
    void whatIsInScopeIsShownAndNothingElse(EndpointRule rule) {
        if (!rule.isRead()) {
            return;
        }
        for (Role role : Role.values()) {
            if (role.covers(rule.role())) {
                String path = rule.path(inScope::id, "1");
                Reply reply = send(ofOneGroup.get(role), rule, path, "");
                assertThat(reply.status())
                        .as("%s as %s: %s", path, role, reply.text())
                        .isEqualTo(200);
                if (!rule.is("plain")) {
                    assertThat(inScope.marks())
                            .as("%s shows something in scope: %s", path, reply.text())
                            .anyMatch(reply.text()::contains);
                }
                assertNothingOutOfScope(rule, path, reply);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("inGroups")
    void whatIsAskedForOutOfScopeIsNeitherShownNorChanged(EndpointRule rule) {
        for (String example : rule.examples()) {
            for (Role role : Role.values()) {
                if (role.covers(rule.role())) {
                    String before = outOfScope();
                    boolean changesNothing = !rule.isRead() && namesOutOfScope(example);
                    String all = changesNothing ? everything() : "";
                    String asked = filled(example, outOfScope);
                    Reply reply = send(ofOneGroup.get(role), rule, rule.path(inScope::id, "1"), asked);
                    assertThat(reply.status())
                            .as("%s %s as %s: %s", rule, asked, role, reply.text())
                            .isLessThan(500);
                    assertNothingOutOfScope(rule, rule.path(inScope::id, "1") + asked, reply);
                    assertThat(outOfScope())
                            .as("%s %s as %s: %s", rule, asked, role, reply.text())
                            .isEqualTo(before);
                    if (changesNothing) {
                        assertThat(everything())
                                .as("%s %s as %s: %s", rule, asked, role, reply.text())
                                .isEqualTo(all);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("liveParts")
    void aLivePartKeepsToTheScope(EndpointRule rule) {
        Scope scope = new Scope(false, Map.of(groupId(inScope), inScope.id("group")));
        String shown =
                LiveParts.html(orchestrator, rule.path(inScope::id, "1"), scope).orElse("");
        if (!rule.is("plain")) {
            assertThat(inScope.marks()).as(shown).anyMatch(shown::contains);
        }
        assertThat(shown).doesNotContain(outOfScope.marks());
        if (rule.namesGroupOwned()) {
            assertThat(LiveParts.html(orchestrator, rule.path(outOfScope::id, "1"), scope))
                    .isEmpty();
            assertThat(LiveParts.html(orchestrator, rule.path(outOfScope::id, "1"), Scope.all()))
                    .isPresent();
        }
    }

    /** The stream gives what its user sees, not what somebody else watches under the same topic. */
    @Test
    void theStreamKeepsToTheScopeOfItsUser() {
        String topics = "/events?topic=overview&topic=groups&topic=collectors&topic=device:" + outOfScope.id("device");
        String all = ofAllGroups.get(Role.VIEWER).browser().firstEvents(topics, 4);
        String some = ofOneGroup.get(Role.VIEWER).browser().firstEvents(topics, 4);
        assertThat(all).contains(outOfScope.id("group"), outOfScope.id("device-name"), inScope.id("group"));
        assertThat(some)
                .contains(inScope.id("group"), "event: gone")
                .doesNotContain(outOfScope.marks().stream().toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"zk_unknown", "Bearer", "''"})
    void anUnknownTokenIsNobodys(String token) {
        assertThat(orchestrator.api().as(token).get("/me").status()).isEqualTo(401);
    }

    private static Set<String> endpoints(RequestMappingInfo info) {
        Set<String> methods = info.getMethodsCondition().getMethods().isEmpty()
                ? Set.of("*")
                : info.getMethodsCondition().getMethods().stream()
                        .map(Enum::name)
                        .collect(Collectors.toSet());
        return info.getPatternValues().stream()
                .map(pattern -> pattern.isEmpty() ? "/" : pattern)
                .flatMap(pattern -> methods.stream().map(method -> method + " " + pattern))
                .collect(Collectors.toSet());
    }

    private static void assertNothingOutOfScope(EndpointRule rule, String asked, Reply reply) {
        assertThat(outOfScope.marks())
                .filteredOn(mark -> !asked.contains(mark))
                .as("%s: %s", asked, reply.text())
                .noneMatch(reply.text()::contains);
        if (!rule.isLive()) {
            assertThat(reply.text()).as(asked).doesNotContain("shared-login", "shared-nightly");
        }
    }

    /** The bodies of a rule, or an empty one. */
    private static List<String> bodies(EndpointRule rule) {
        List<String> bodies = rule.examples().stream()
                .filter(example -> !example.startsWith("?"))
                .toList();
        return bodies.isEmpty() ? List.of(rule.isApi() ? "{}" : "") : bodies;
    }

    private static Reply send(Visitor visitor, EndpointRule rule, String path, String asked) {
        String query = asked.startsWith("?") ? asked.replace(" ", "%20") : "";
        String body = asked.startsWith("?") ? "" : asked;
        if (rule.isApi()) {
            boolean takesBody = rule.method().equals("POST") || rule.method().equals("PATCH");
            Api.Answer answer = visitor.api()
                    .send(rule.method(), apiPath(path) + query, takesBody ? body.isEmpty() ? "{}" : body : null);
            return new Reply(answer.status(), answer.text());
        }
        HttpResponse<String> answer = rule.isRead()
                ? visitor.browser().get(path + query)
                : visitor.browser().submit("/account", path, fields(body));
        return new Reply(answer.statusCode(), answer.body() + whatIsSaidNext(visitor, answer));
    }

    /** A page that is gone to says what came of a form, and says it once. */
    private static String whatIsSaidNext(Visitor visitor, HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .map(location -> location.replace(orchestrator.url(), ""))
                .map(path -> visitor.browser().get(path).body())
                .orElse("");
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        Arrays.stream(form.split("&"))
                .filter(field -> field.contains("="))
                .forEach(field -> fields.put(field.split("=", 2)[0], field.split("=", 2)[1]));
        return fields;
    }

    private static boolean namesOutOfScope(String example) {
        return PLACE.matcher(example)
                .results()
                .anyMatch(place -> !place.group(1).startsWith("own-"));
    }

    private static String filled(String example, GroupWorld world) {
        return PLACE.matcher(example)
                .replaceAll(place -> Matcher.quoteReplacement(
                        place.group(1).startsWith("own-")
                                ? inScope.id(place.group(1).substring("own-".length()))
                                : world.id(place.group(1))));
    }

    private static String apiPath(String path) {
        return path.substring("/api/v1".length());
    }

    private static String nothing(String kind) {
        return switch (kind) {
            case "run", "job" -> "00000000-0000-0000-0000-000000000000";
            case "group", "collector", "key" -> "none";
            default -> Integer.toString(NOWHERE);
        };
    }

    /** What belongs to all groups, for those kinds that can. */
    private static String shared(String kind) {
        return switch (kind) {
            case "credential" -> Long.toString(sharedCredential);
            case "schedule" -> Long.toString(sharedSchedule);
            default -> outOfScope.id(kind);
        };
    }

    private static long groupId(GroupWorld world) {
        return orchestrator
                .jdbc()
                .sql("select id from collector_group where name = :name")
                .param("name", world.id("group"))
                .query(Long.class)
                .single();
    }

    /** All there is in the database, sessions and the use of tokens apart. */
    private static String everything() {
        return String.join(
                " ", orchestrator.jdbc().sql(sums).query(String.class).list());
    }

    private static String sums() {
        return orchestrator.jdbc().sql("""
                        select tablename from pg_tables
                        where schemaname = 'public' and tablename not like 'spring_session%' and tablename <> 'api_token'
                        order by 1
                        """).query(String.class).list().stream()
                .map("select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as sum from %s t"::formatted)
                .collect(Collectors.joining(" union all "));
    }

    /** All there is of the group out of scope, and of what belongs to all groups. */
    private static String outOfScope() {
        return orchestrator
                .jdbc()
                .sql("""
                        select md5(concat(
                            (select string_agg(t::text, ',' order by t::text) from collector_group t where id = :group),
                            (select string_agg(t::text, ',' order by t::text) from group_key t where group_id = :group),
                            (select string_agg(t::text, ',' order by t::text) from device t where group_id = :group),
                            (select string_agg(t::text, ',' order by t::text) from credential t where group_id is distinct from :own),
                            (select string_agg(t::text, ',' order by t::text) from schedule t where group_id is distinct from :own),
                            (select string_agg(t::text, ',' order by t::text) from job t where group_id = :group),
                            (select string_agg(t::text, ',' order by t::text) from run_group t where group_id = :group),
                            (select string_agg(t::text, ',' order by t::text) from accepted_host_key t
                                join device d on d.id = t.device_id where d.group_id = :group),
                            (select string_agg(t::text, ',' order by t::text) from api_token t where t.group_ids && array[:group])))
                        """)
                .param("group", groupId(outOfScope))
                .param("own", groupId(inScope))
                .query(String.class)
                .single();
    }
}
