package io.zonekeeper.orchestrator.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClient;

/** Every page, with data nobody should trust in it. */
class PagesTest {

    private static final String CANARY = "<script>alert('canary')</script><img src=x onerror=alert(1)>\u202E\u0007";

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static final String INSTANCE = "canary-" + UUID.randomUUID();
    private static Browser admin;
    private static Browser viewer;
    private static String group;
    private static long device;
    private static long version;
    private static UUID job;
    private static UUID run;
    private static long credential;
    private static long schedule;

    @BeforeAll
    static void fill() {
        group = orchestrator.newGroup();
        orchestrator
                .admin()
                .patch("/groups/" + group, Map.of("description", "zone <b>one</b>"))
                .expect(200);
        credential = orchestrator
                .admin()
                .post(
                        "/credentials",
                        Map.of(
                                "name",
                                "core <script>canary</script>",
                                "username",
                                "u <i>",
                                "password",
                                "hidden-secret"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
        schedule = orchestrator
                .admin()
                .post(
                        "/schedules",
                        Map.of("name", "nightly <script>canary</script>", "cron", "0 2 * * *", "zone", "UTC"))
                .expect(201)
                .json()
                .path("id")
                .asLong();
        Stored stored = new Stored(orchestrator.jdbc());
        device = stored.device(group, "fw-01");
        stored.version(device, "hostname a\nbanner " + CANARY + "\npassword hunter2\n");
        version = stored.version(device, "hostname b\nbanner " + CANARY + "\npassword hunter2\n");
        job = stored.failedJob(device, CANARY.replace("\u0007", ""));
        run = orchestrator
                .jdbc()
                .sql("select run_id from job where id = :id")
                .param("id", job)
                .query(UUID.class)
                .single();
        orchestrator
                .jdbc()
                .sql("insert into host_key_seen values (:id, 'ssh-ed25519 A', :canary, now(), now())")
                .param("id", device)
                .param("canary", CANARY.replace("\u0007", "").replace("\u202E", ""))
                .update();
        beat();
        admin = new Browser(orchestrator.url());
        admin.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
        String name = orchestrator
                .userWithRole("viewer")
                .get("/me")
                .json()
                .path("name")
                .asString();
        viewer = new Browser(orchestrator.url());
        viewer.logIn(name, OrchestratorFixture.ADMIN_PASSWORD);
    }

    private static void beat() {
        LiveCollector.of(INSTANCE, List.of(group))
                .at("host <script>canary</script>", 1, "<script>canary</script>")
                .refusing(Map.of("lab", "reason " + CANARY))
                .slots(10)
                .announcing(new Heartbeat.AnnouncedPlatform(
                        "linux", null, "Linux <script>canary</script>", "x", null, List.of()))
                .clockBehind(Duration.ofSeconds(100))
                .beat(orchestrator, Duration.ofHours(1));
    }

    @AfterAll
    static void close() {
        orchestrator.bean(RedisClient.class).del(RedisKeys.collector(INSTANCE));
        admin.close();
        viewer.close();
    }

    static Stream<String> pages() {
        return Stream.of(
                "/",
                "/groups",
                "/groups/" + group,
                "/devices",
                "/devices?status=failing&group=" + group + "&q=fw",
                "/devices?q=%3Cscript%3Ecanary%3C/script%3E",
                "/devices/" + device,
                "/devices/" + device + "/versions",
                "/devices/" + device + "/diff",
                "/devices/" + device + "/diff?context=all",
                "/devices/" + device + "/diff?view=split&blanks=false&noise=false",
                "/configs",
                "/configs?contains=banner&lacks=%3Cscript%3E%3Cb%3Eone&group=%3Cscript%3E",
                "/configs?contains=banner",
                "/versions/" + version,
                "/credentials",
                "/schedules",
                "/schedules/preview?cron=%3Cscript%3Ecanary&zone=UTC",
                "/credentials/" + credential,
                "/devices?sort=-last_backup&status=failing",
                "/runs",
                "/runs?schedule=" + schedule,
                "/runs/" + run,
                "/runs/" + run + "?state=failure",
                "/jobs/" + job,
                "/collectors",
                "/collectors/" + INSTANCE,
                "/quarantine",
                "/account",
                "/tokens");
    }

    static Stream<String> forms() {
        return Stream.of(
                "/groups/-new",
                "/groups/" + group + "/edit",
                "/devices/new",
                "/devices/" + device + "/edit",
                "/credentials/new",
                "/credentials/" + credential + "/edit",
                "/imports",
                "/schedules/new",
                "/schedules/" + schedule + "/edit");
    }

    static Stream<String> allPages() {
        return Stream.concat(pages(), forms());
    }

    @ParameterizedTest
    @MethodSource("allPages")
    void showsWhatDevicesAndUsersWroteAsTextAlone(String path) {
        HttpResponse<String> page = admin.get(path);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .doesNotContain(
                        "<script>", "<img src=x", "<b>one", "<i>", "\u202E", "\u0007", "hunter2", "hidden-secret");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aViewerReadsWithoutActions(String path) {
        HttpResponse<String> page = viewer.get(path);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()
                        .replace("action=\"/logout\" method=\"post\"", "")
                        .replaceAll("action=\"/account/[a-z/-]+\" method=\"post\"", "")
                        .replaceAll("action=\"/tokens/[0-9]+/revoke\" method=\"post\"", ""))
                .doesNotContain("method=\"post\"");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aViewerGetsNoForm(String path) {
        HttpResponse<String> page = viewer.get(path);
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("needs the role");
    }

    static Stream<String> actions() {
        return Stream.of(
                "/groups",
                "/groups/" + group + "/edit",
                "/groups/" + group + "/pause",
                "/groups/" + group + "/resume",
                "/groups/" + group + "/delete",
                "/groups/" + group + "/keys",
                "/groups/" + group + "/keys/x/retire",
                "/devices",
                "/devices/" + device + "/edit",
                "/devices/" + device + "/delete",
                "/devices/" + device + "/login-test",
                "/devices/" + device + "/host-keys/accept",
                "/credentials",
                "/credentials/" + credential + "/edit",
                "/credentials/" + credential + "/rotate",
                "/credentials/" + credential + "/login-test",
                "/credentials/" + credential + "/resume",
                "/devices/bulk",
                "/devices/bulk/apply",
                "/imports",
                "/credentials/" + credential + "/delete",
                "/schedules",
                "/schedules/" + schedule + "/edit",
                "/schedules/" + schedule + "/enable",
                "/schedules/" + schedule + "/disable",
                "/schedules/" + schedule + "/delete",
                "/runs",
                "/runs/" + run + "/cancel",
                "/runs/" + run + "/retry-failed",
                "/versions/" + version + "/reveal",
                "/configs/archive/reveal",
                "/collectors/" + INSTANCE + "/drain",
                "/collectors/" + INSTANCE + "/resume");
    }

    @ParameterizedTest
    @MethodSource("actions")
    void aViewerChangesNothing(String path) {
        HttpResponse<String> page = viewer.submit("/", path, Map.of("name", "x", "all", "true", "reason", "x"));
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("Forbidden");
    }

    @ParameterizedTest
    @MethodSource("allPages")
    void whoIsNotLoggedInIsAskedTo(String path) {
        try (Browser nobody = new Browser(orchestrator.url())) {
            HttpResponse<String> page = nobody.get(path);
            assertThat(page.statusCode()).isEqualTo(302);
            assertThat(page.headers().firstValue("Location").orElse("")).endsWith("/login");
        }
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        try (Browser stranger = new Browser(orchestrator.url())) {
            HttpResponse<String> page = stranger.submit("/login", "/runs", Map.of("all", "true", "_csrf", "guessed"));
            assertThat(page.statusCode()).isIn(302, 403);
        }
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        for (String path : List.of(
                "/nothing",
                "/devices/99999",
                "/devices/x",
                "/runs/" + UUID.randomUUID(),
                "/runs/x",
                "/runs/" + run + "?state=odd",
                "/jobs/" + UUID.randomUUID(),
                "/versions/99999",
                "/groups/none",
                "/groups/NO.NAME",
                "/devices/99999/diff",
                "/devices/" + device + "/diff?from=99999")) {
            HttpResponse<String> page = admin.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(404);
            assertThat(page.body())
                    .as(path)
                    .contains("Not Found", "Back to the start", "<nav class=\"side\"")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aPageFromNowhereIsNoFaultOfOurs() {
        assertThat(admin.get("/devices?after=nonsense").statusCode()).isEqualTo(422);
        assertThat(admin.get("/runs/" + run + "?after=nonsense").statusCode()).isEqualTo(422);
    }

    @Test
    void assetsAreKeptByTheBrowserAndNamedAfterTheirContent() {
        String page = admin.get("/").body();
        String path = page.replaceAll("(?s).*href=\"(/assets/app-[0-9a-f]{32}\\.css)\".*", "$1");
        HttpResponse<String> sheet = admin.get(path);
        assertThat(sheet.statusCode()).isEqualTo(200);
        assertThat(sheet.headers().firstValue("Cache-Control").orElse("")).contains("max-age=31536000");
    }
}
