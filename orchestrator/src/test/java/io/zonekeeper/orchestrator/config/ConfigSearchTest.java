package io.zonekeeper.orchestrator.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ConfigSearchTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static String berlin;
    private static String lab;

    @BeforeAll
    static void store() {
        Stored stored = new Stored(orchestrator.jdbc());
        berlin = orchestrator.newGroup();
        lab = orchestrator.newGroup();
        stored.version(
                stored.device(berlin, "fw-01"),
                "hostname fw-01\nntp server 192.0.2.1\nntp server 192.0.2.7\nlogging host 192.0.2.9\npassword hunter2\nend\n");
        stored.version(stored.device(berlin, "FW-02"), "hostname FW-02\r\nNTP server 192.0.2.1\r\nend\r\n");
        stored.version(stored.device(lab, "rtr"), "hostname rtr\nsntp 192.0.2.1\nÄrger " + "a".repeat(50_000) + "!\n");
        long gone = stored.device(lab, "gone");
        stored.version(gone, "hostname gone\nntp server 192.0.2.1\n");
        orchestrator.admin().delete("/devices/" + gone).expect(204);
        stored.version(stored.device(lab, "old"), "ntp server was\n");
        stored.version(deviceNamed("old"), "nothing is left of it\n");
    }

    private static long deviceNamed(String name) {
        return orchestrator
                .jdbc()
                .sql("select id from device where name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
    }

    @Test
    void aTextIsFoundInCurrentConfigurationsWithTheLinesAroundIt() {
        JsonNode found = search("contains=ntp+server");
        assertThat(devices(found)).containsExactlyInAnyOrder("fw-01", "FW-02");
        JsonNode hit = hit(found, "fw-01");
        assertThat(hit.path("matches").asInt()).isEqualTo(2);
        assertThat(hit.path("group").asString()).isEqualTo(berlin);
        JsonNode lines = hit.path("passages").get(0).path("lines");
        assertThat(hit.path("passages").size()).isEqualTo(1);
        assertThat(lines.get(0).path("text").asString()).isEqualTo("hostname fw-01");
        assertThat(lines.get(0).path("hit").asBoolean()).isFalse();
        assertThat(lines.get(1).path("number").asInt()).isEqualTo(2);
        assertThat(lines.get(1).path("hit").asBoolean()).isTrue();
        assertThat(lines.get(2).path("hit").asBoolean()).isTrue();
        assertThat(lines.get(3).path("text").asString()).isEqualTo("logging host 192.0.2.9");
        assertThat(found.path("next").isNull()).isTrue();
        assertThat(found.path("left").asInt()).isZero();
    }

    @Test
    void caseCountsWhereItIsAskedFor() {
        assertThat(devices(search("contains=ntp+server&match_case=true"))).containsExactly("fw-01");
        assertThat(devices(search("contains=NTP+SERVER&match_case=true"))).isEmpty();
        assertThat(devices(search("contains=NTP+SERVER"))).hasSize(2);
        assertThat(devices(search("contains=" + URLEncoder.encode("ärger", UTF_8))))
                .containsExactly("rtr");
    }

    @Test
    void aTextIsNoPattern() {
        assertThat(devices(search("contains=192.0.2.1%24"))).isEmpty();
        assertThat(devices(search("contains=ntp.server"))).isEmpty();
    }

    @Test
    void aPatternMatchesWithinLinesAlsoThoseThatEndInTwoCharacters() {
        assertThat(devices(search("regex=true&contains=" + URLEncoder.encode("^ntp server \\S+$", UTF_8))))
                .containsExactlyInAnyOrder("fw-01", "FW-02");
        assertThat(devices(search("regex=true&contains=" + URLEncoder.encode("^s?ntp", UTF_8))))
                .hasSize(3);
        assertThat(devices(
                        search("regex=true&match_case=true&contains=" + URLEncoder.encode("[A-Z]{3} server", UTF_8))))
                .containsExactly("FW-02");
    }

    /** With an engine that goes back, this would not end. */
    @Test
    void aPatternCannotBlowUp() {
        assertThat(devices(search("regex=true&contains=" + URLEncoder.encode("(a+)+b", UTF_8))))
                .isEmpty();
    }

    @Test
    void whatIsNoPatternIsSaid() {
        Api.Answer answer = orchestrator.admin().get("/configs/search?regex=true&contains=(open");
        assertThat(answer.fieldError("contains")).contains("\"(open\" is no regular expression", "missing closing )");
        assertThat(orchestrator
                        .admin()
                        .get("/configs/search?contains=" + "x".repeat(501))
                        .fieldError("contains"))
                .contains("501 characters");
    }

    @Test
    void devicesThatLackSomethingAreFound() {
        assertThat(devices(search("lacks=logging"))).containsExactlyInAnyOrder("FW-02", "rtr", "old");
        assertThat(devices(search("contains=ntp&lacks=logging"))).containsExactlyInAnyOrder("FW-02", "rtr");
        assertThat(devices(search("regex=true&contains=ntp&lacks=" + URLEncoder.encode("^logging \\w", UTF_8))))
                .containsExactlyInAnyOrder("FW-02", "rtr");
        assertThat(devices(search("lacks=LOGGING&match_case=true"))).hasSize(4);
        assertThat(hit(search("lacks=logging"), "rtr").path("passages").size()).isZero();
    }

    @Test
    void whereNothingIsLookedForAllFit() {
        assertThat(devices(search("limit=100"))).containsExactlyInAnyOrder("fw-01", "FW-02", "rtr", "old");
    }

    @Test
    void aGroupNarrowsTheSearch() {
        assertThat(devices(search("contains=192.0.2.1&group=" + lab))).containsExactly("rtr");
    }

    @Test
    void secretsAreNotSearched() {
        assertThat(devices(search("contains=hunter2"))).isEmpty();
        assertThat(hit(search("contains=password"), "fw-01").toString())
                .contains("<secret:")
                .doesNotContain("hunter2");
    }

    @Test
    void hitsComePageByPage() {
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonNode found = search("contains=192.0.2.1&limit=1&after=" + after);
            assertThat(found.path("items").size()).isLessThanOrEqualTo(1);
            seen.addAll(devices(found));
            after = found.path("next").asString("");
        } while (!after.isEmpty());
        assertThat(seen).containsExactlyInAnyOrder("fw-01", "FW-02", "rtr");
    }

    @Test
    void aSearchWithoutTimeGivesWhatItHasAndGoesOnFromThere() {
        String crowd = orchestrator.newGroup();
        orchestrator.jdbc().sql("""
                        with d as (
                            insert into device (group_id, name, address, port, platform)
                            select g.id, 'd-' || to_char(n, 'FM000'), 'a-' || n, 0, 'linux'
                            from collector_group g cross join generate_series(1, 300) n where g.name = :group returning id, name),
                        v as (
                            insert into config_version (device_id, task_id, collected_at, is_binary, encoding, content, size,
                                sha256, compare_sha256, secret_spans, context)
                            select id, gen_random_uuid(), now(), false, 'identity', '', 0, '', '', '[]', '[]' from d
                            returning id, device_id)
                        insert into config_text (device_id, version_id, masked)
                        select d.id, v.id, 'name ' || d.name from d join v on v.device_id = d.id
                        """).param("group", crowd).update();
        ConfigSearch search = new ConfigSearch(orchestrator.bean(DataSource.class), Duration.ZERO);
        ConfigQuery query = ConfigQuery.of("d-290", null, false, false, crowd);
        ConfigSearch.Found first = search.find(Scope.all(), query, PageRequest.of(10, null, ConfigSearch.SORT_KEY));
        assertThat(first.items()).isEmpty();
        assertThat(first.looked()).isEqualTo(250);
        assertThat(first.left()).isEqualTo(50);
        ConfigSearch.Found rest =
                search.find(Scope.all(), query, PageRequest.of(10, first.next(), ConfigSearch.SORT_KEY));
        assertThat(rest.items()).extracting(ConfigHit::device).containsExactly("d-290");
        assertThat(rest.next()).isNull();
        orchestrator
                .jdbc()
                .sql("update device set deleted_at = now() where name like 'd-%'")
                .update();
    }

    @Test
    void thePageShowsTheLinesAndWhereTheyStand() {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            assertThat(browser.get("/configs?contains=logging").body())
                    .containsSubsequence("fw-01", "#L4\">4</a>", "logging host 192.0.2.9", "All were looked at.");
            assertThat(browser.get("/configs?contains=(open&regex=true").body())
                    .contains("is no regular expression", "contains-wrong");
            assertThat(browser.get("/configs?contains=not-to-be-found").body()).contains("Nothing fits");
        }
    }

    private static JsonNode search(String query) {
        return orchestrator.admin().get("/configs/search?" + query).expect(200).json();
    }

    private static List<String> devices(JsonNode found) {
        return found.path("items").values().stream()
                .map(hit -> hit.path("device").asString())
                .toList();
    }

    private static JsonNode hit(JsonNode found, String device) {
        return found.path("items").values().stream()
                .filter(hit -> hit.path("device").asString().equals(device))
                .findFirst()
                .orElseThrow();
    }
}
