package io.zonekeeper.orchestrator.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

class FormsTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private Browser browser = new Browser(orchestrator.url());

    @BeforeEach
    void logIn() {
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void theStartCommandIsShownOnceAndKeptNowhere() {
        String name = orchestrator.newGroupName();
        HttpResponse<String> made = browser.submit("/groups/-new", "/groups", Map.of("name", name, "slots", "7"));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body())
                .contains("ZONEKEEPER_GROUP_KEYS=", name + "=zk1.", "--slots 7", "Waiting for a collector");
        assertThat(browser.get("/groups/" + name).body()).doesNotContain("zk1.").contains("Waiting for a collector");
        assertThat(sessions()).noneMatch(attribute -> attribute.contains("zk1."));
    }

    @Test
    void anotherKeyGivesAnotherCommandAndTheOldOneMayBeRetired() {
        String name = orchestrator.newGroup();
        assertThat(browser.submit("/groups/" + name, "/groups/" + name + "/keys", Map.of())
                        .body())
                .contains("zk1.");
        String page = browser.get("/groups/" + name).body();
        String retire = page.replaceAll("(?s).*?action=\"(/groups/[^\"]+/retire)\".*", "$1");
        assertThat(browser.submit("/groups/" + name, retire, Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(browser.get("/groups/" + name).body())
                .contains("is retired.")
                .doesNotContain("/retire\"");
        assertThat(browser.submit("/groups/" + name, retire, Map.of()).statusCode())
                .isEqualTo(302);
    }

    @Test
    void whatIsWrongStandsBesideTheFieldWithWhatWasTyped() {
        HttpResponse<String> page = browser.submit(
                "/groups/-new", "/groups", Map.of("name", "DMZ \"West\"", "slots", "many", "description", "as typed"));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains(
                        "value=\"DMZ &quot;West&quot;\"",
                        "value=\"many\"",
                        "value=\"as typed\"",
                        "aria-invalid=\"true\"")
                .contains("id=\"slots-wrong\"", "is no whole number");
    }

    @Test
    void aDeviceIsAddedChangedAndDeleted() {
        String group = orchestrator.newGroup();
        Map<String, String> wrong = Map.of("group", group, "name", "-x", "address", "http://a", "platform", "linux");
        HttpResponse<String> refused = browser.submit("/devices/new", "/devices", wrong);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("id=\"name-wrong\"", "id=\"address-wrong\"", "value=\"http://a\"");

        HttpResponse<String> added = browser.submit(
                "/devices/new",
                "/devices",
                Map.of(
                        "group",
                        group,
                        "name",
                        "fw-01",
                        "address",
                        "192.0.2.1",
                        "port",
                        "2222",
                        "platform",
                        "linux",
                        "enabled",
                        "true",
                        "parameters",
                        "vdom=root\r\nmode = fast"));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(302);
        String path = path(added);
        assertThat(browser.get(path).body()).contains("Device fw-01 is added.", "192.0.2.1 port 2222", "vdom", "root");
        assertThat(browser.get(path).body()).doesNotContain("is added.");

        HttpResponse<String> changed = browser.submit(
                path + "/edit",
                path + "/edit",
                Map.of(
                        "group",
                        group,
                        "name",
                        "fw-02",
                        "address",
                        "192.0.2.1",
                        "platform",
                        "linux",
                        "parameters",
                        "mode=slow"));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(302);
        assertThat(browser.get(path).body())
                .contains("fw-02", "Disabled", "slow")
                .doesNotContain("vdom");

        assertThat(browser.submit(path, path + "/delete", Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void anotherHostKeyIsShownBesideTheOldOneAndAcceptedWithATraceInTheAudit() {
        String group = orchestrator.newGroup();
        String path = path(browser.submit(
                "/devices/new",
                "/devices",
                Map.of("group", group, "name", "r1", "address", "192.0.2.9", "platform", "linux")));
        long device = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        for (String key : new String[] {"old", "new"}) {
            orchestrator
                    .jdbc()
                    .sql("""
                    insert into host_key_seen (device_id, host_key, fingerprint, first_seen_at, last_seen_at)
                    values (:device, 'ssh-ed25519 ' || :key, 'SHA256:' || :key, now(), now())
                    """)
                    .param("device", device)
                    .param("key", key)
                    .update();
        }
        browser.submit(path, path + "/host-keys/accept", Map.of("fingerprint", "SHA256:old"));
        assertThat(browser.get(path).body()).contains("SHA256:old", "another key", "SHA256:new", "Accept this key");

        assertThat(browser.submit(path, path + "/host-keys/accept", Map.of("fingerprint", "SHA256:new"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(orchestrator.admin().get("/audit").text()).contains("was SHA256:old, is SHA256:new");
        assertThat(orchestrator
                        .admin()
                        .get("/devices/%d/host-keys".formatted(device))
                        .text())
                .contains("\"fingerprint\":\"SHA256:new\"");
    }

    @Test
    void secretsAreNeverSentBack() {
        Map<String, String> wrong =
                Map.of("name", "", "username", "backup", "password", "very-secret-1", "enable_secret", "very-secret-2");
        HttpResponse<String> refused = browser.submit("/credentials/new", "/credentials", wrong);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("value=\"backup\"", "id=\"name-wrong\"")
                .doesNotContain("very-secret");

        browser.submit(
                "/credentials/new",
                "/credentials",
                Map.of(
                        "name",
                        "kept",
                        "username",
                        "backup",
                        "password",
                        "very-secret-1",
                        "enable_secret",
                        "very-secret-2"));
        String list = browser.get("/credentials").body();
        assertThat(list)
                .contains("Credential kept is added.", "password enable")
                .doesNotContain("very-secret");
        long id = orchestrator
                .jdbc()
                .sql("select id from credential where name = 'kept'")
                .query(Long.class)
                .single();
        String edit = "/credentials/%d/edit".formatted(id);
        assertThat(browser.get(edit).body()).contains("One is kept.").doesNotContain("very-secret");
        browser.submit(
                edit,
                edit,
                Map.of("name", "kept", "username", "other", "password", "", "remove_enable_secret", "true"));
        assertThat(orchestrator
                        .admin()
                        .get("/credentials/" + id)
                        .json()
                        .path("has_password")
                        .asBoolean())
                .isTrue();
        assertThat(orchestrator
                        .admin()
                        .get("/credentials/" + id)
                        .json()
                        .path("has_enable_secret")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void aScheduleShowsItsNextRunsAndWhatIsWrong() {
        assertThat(browser.get("/schedules/preview?cron=30+2+*+*+1-5&zone=Europe/Berlin")
                        .body())
                .contains("Next runs", "02:30 +0");
        HttpResponse<String> refused = browser.submit(
                "/schedules/new",
                "/schedules",
                Map.of("name", "nightly", "cron", "61 2 * * *", "zone", "Nowhere/City"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("value=\"61 2 * * *\"", "value=\"Nowhere/City\"")
                .containsAnyOf("cron-wrong", "zone-wrong");
        browser.submit(
                "/schedules/new",
                "/schedules",
                Map.of(
                        "name",
                        "nightly",
                        "cron",
                        "0 2 * * *",
                        "zone",
                        "UTC",
                        "jitter_seconds",
                        "60",
                        "enabled",
                        "true"));
        long id = orchestrator
                .jdbc()
                .sql("select id from schedule where name = 'nightly'")
                .query(Long.class)
                .single();
        assertThat(browser.get("/schedules").body()).contains("Enabled");
        browser.submit("/schedules", "/schedules/%d/disable".formatted(id), Map.of());
        assertThat(browser.get("/schedules").body()).contains("Disabled", "is disabled.");
        browser.submit("/schedules", "/schedules/%d/delete".formatted(id), Map.of());
        assertThat(browser.get("/schedules").body()).contains("No schedule yet");
    }

    @Test
    void aScheduleShowsHowManyDevicesItSelects() {
        String group = orchestrator.newGroup();
        orchestrator
                .admin()
                .post(
                        "/devices",
                        Map.of(
                                "group",
                                group,
                                "name",
                                "fw-01",
                                "address",
                                "192.0.2.1",
                                "platform",
                                "noop",
                                "tags",
                                List.of("core")))
                .expect(201);
        String preview = "/schedules/preview?cron=0+2+*+*+*&zone=UTC&group=" + group;
        assertThat(browser.get(preview + "&tag=core").body()).contains("1 enabled device", "is backed up by it now");
        assertThat(browser.get(preview + "&tag=edge").body()).contains("0 enabled devices", "nothing would be");
        browser.submit(
                "/schedules/new",
                "/schedules",
                Map.of("name", "tagged", "cron", "0 2 * * *", "zone", "UTC", "group", group, "tag", "core"));
        assertThat(browser.get("/schedules").body()).contains(">core<", "1 device");
        long id = orchestrator
                .jdbc()
                .sql("select id from schedule where name = 'tagged'")
                .query(Long.class)
                .single();
        assertThat(browser.get("/schedules/%d/edit".formatted(id)).body()).contains("value=\"core\"");
        browser.submit("/schedules", "/schedules/%d/delete".formatted(id), Map.of());
    }

    @Test
    void aCredentialIsRotatedOnItsPageAndItsUseIsLinked() {
        browser.submit(
                "/credentials/new",
                "/credentials",
                Map.of("name", "rotated & kept", "username", "backup", "password", "very-secret-1"));
        long id = orchestrator
                .jdbc()
                .sql("select id from credential where name = 'rotated & kept'")
                .query(Long.class)
                .single();
        String path = "/credentials/" + id;
        assertThat(browser.get(path).body())
                .contains("/devices?credential=rotated%20%26%20kept", "No device uses it yet")
                .doesNotContain("very-secret");
        HttpResponse<String> refused = browser.submit(path, path + "/rotate", Map.of("password", ""));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("id=\"password-wrong\"", "No new secret");
        assertThat(browser.submit(path, path + "/rotate", Map.of("password", "very-secret-2"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(browser.get(path).body()).contains("has a new secret").doesNotContain("very-secret");
    }

    @Test
    void thePlatformsOfferedAreThoseLiveCollectorsOfTheGroupAnnounce() {
        String group = orchestrator.newGroup();
        String instance = "offers-" + group;
        LiveCollector.of(instance, List.of(group))
                .announcing(new Heartbeat.AnnouncedPlatform("plant-plc", "Plant", "Plant PLC", "1", null, List.of()))
                .beat(orchestrator, Duration.ofSeconds(30));
        try {
            assertThat(browser.get("/devices/platforms?group=" + group).body()).contains("plant-plc", "Plant PLC");
            assertThat(browser.get("/devices/platforms?group=" + orchestrator.newGroup())
                            .body()
                            .strip())
                    .isEmpty();
        } finally {
            LiveCollector.forget(orchestrator.bean(RedisClient.class), instance);
        }
    }

    @Test
    void aGroupIsPausedWithAReasonOnly() {
        String name = orchestrator.newGroup();
        String path = "/groups/" + name;
        assertThat(browser.submit(path, path + "/pause", Map.of("reason", " ")).statusCode())
                .isEqualTo(422);
        assertThat(browser.submit(path, path + "/pause", Map.of("reason", "Core switch"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(browser.get(path).body()).contains("Paused", "Core switch", "Resume");
        browser.submit(path, path + "/resume", Map.of());
        assertThat(browser.get(path).body()).contains("Pause…").doesNotContain("Core switch");
        browser.submit(path, path + "/delete", Map.of());
        assertThat(browser.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aRunIsStartedWatchedAndCancelled() {
        String group = orchestrator.newGroup();
        orchestrator
                .admin()
                .post("/devices", Map.of("group", group, "name", "fw-01", "address", "192.0.2.1", "platform", "noop"))
                .expect(201);
        orchestrator
                .admin()
                .post("/groups/" + group + "/pause", Map.of("reason", "test"))
                .expect(200);
        HttpResponse<String> started = browser.submit("/groups/" + group, "/runs", Map.of("group", group));
        assertThat(started.statusCode()).as(started.body()).isEqualTo(302);
        String run = path(started);
        assertThat(browser.get(run).body())
                .contains(
                        "0 of 1",
                        "fw-01",
                        "http-equiv=\"refresh\"",
                        "data-live=\"run:",
                        "it is paused by admin, “test”")
                .containsAnyOf("Waiting", "Queued");
        assertThat(browser.submit(run, run + "/cancel", Map.of()).statusCode()).isEqualTo(302);
        assertThat(browser.get(run).body()).contains("Cancelled", "by admin").doesNotContain("it is paused");
        assertThat(browser.submit(run, run + "/retry-failed", Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(browser.get(run).body()).contains("no failed job");
    }

    @Test
    void aRunOfNothingIsRefusedWithASentence() {
        HttpResponse<String> refused = browser.submit("/runs", "/runs", Map.of("group", orchestrator.newGroup()));
        assertThat(path(refused)).isEqualTo("/runs");
        assertThat(browser.get("/runs").body()).contains("no enabled device");
    }

    private static String path(HttpResponse<String> redirection) {
        return redirection.headers().firstValue("Location").orElse("").replace(orchestrator.url(), "");
    }

    private static List<String> sessions() {
        return orchestrator
                .jdbc()
                .sql("select attribute_bytes from spring_session_attributes")
                .query(byte[].class)
                .list()
                .stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }
}
