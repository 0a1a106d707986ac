package io.zonekeeper.orchestrator.appearance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.browser.Chrome;
import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.jdbc.core.simple.JdbcClient;
import redis.clients.jedis.RedisClient;

/** An installation as it looks after a month: zones, devices of several kinds, runs that went well and badly, changes. */
final class Showcase {

    /** A user with the password of the fixture's administrator. */
    static final String VIEWER = "auditor";

    private static final List<String> KINDS = List.of("sw-access", "sw-core", "rtr-edge", "fw", "ap-ctl");
    private static final List<String> PLATFORMS =
            List.of("cisco-ios", "cisco-nxos", "juniper-junos", "fortinet-fortios", "arista-eos");
    private static final int DEVICES_OF_EACH = 14;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OrchestratorFixture orchestrator;
    private final JdbcClient jdbc;
    private final Api admin;
    private final List<String> groups = new ArrayList<>();
    private final List<Long> devices = new ArrayList<>();
    private final Instant now = Instant.now();
    private long credential;
    private final Path inventoryFile;
    private long pausedCredential;
    private long schedule;
    private long device;
    private long version;
    private UUID run;
    private UUID openRun;
    private long user;
    private UUID failedJob;
    private UUID waitingJob;
    private UUID job;

    private Showcase(OrchestratorFixture orchestrator) {
        this.orchestrator = orchestrator;
        this.jdbc = orchestrator.jdbc();
        this.admin = orchestrator.admin();
        this.inventoryFile = inventoryFile();
    }

    static Showcase in(OrchestratorFixture orchestrator) {
        Showcase showcase = new Showcase(orchestrator);
        showcase.build();
        return showcase;
    }

    /** Pages by a name for a file, each as a path. */
    List<View> views() {
        String group = groups.getFirst();
        return List.of(
                new View("overview", "/"),
                new View("runs", "/runs"),
                new View("runs-of-schedule", "/runs?schedule=" + schedule),
                new View("runs-of-schedule-none", "/runs?schedule=" + (schedule + 1)),
                new View("run-finished", "/runs/" + run),
                new View("run-failed", "/runs/" + run + "?state=failure"),
                new View("run-open", "/runs/" + openRun),
                new View("job", "/jobs/" + job),
                new View("job-failed", "/jobs/" + failedJob),
                new View("job-waiting", "/jobs/" + waitingJob),
                new View("devices", "/devices"),
                new View("devices-failing", "/devices?status=failing"),
                new View("devices-filtered", "/devices?tag=site:fra&gone=true&source=netbox&sort=-last_backup"),
                new View(
                        "devices-keys",
                        "/devices",
                        chrome -> chrome.driver()
                                .findElement(By.cssSelector("body"))
                                .sendKeys("?")),
                new View("devices-change", "/devices", bulk("change")),
                new View("devices-delete", "/devices", bulk("delete")),
                new View("devices-none", "/devices?q=nothing-is-called-so"),
                new View("device", "/devices/" + device),
                new View("device-delete", "/devices/" + device, open("Delete…")),
                new View("device-failing", "/devices/" + devices.get(5)),
                new View("device-other-key", "/devices/" + devices.get(1)),
                new View("device-never", "/devices/" + devices.getLast()),
                new View("import", "/imports"),
                new View("import-checked", "/imports", this::checkFile),
                new View("device-new", "/devices/new"),
                new View("device-new-refused", "/devices/new", press("Add device")),
                new View("device-edit", "/devices/" + device + "/edit"),
                new View("versions", "/devices/" + device + "/versions"),
                new View("version", "/versions/" + version),
                new View("diff", "/devices/" + device + "/diff"),
                new View("diff-split", "/devices/" + device + "/diff?view=split&context=10"),
                new View("diff-first", "/devices/" + devices.get(2) + "/diff"),
                new View("configs", "/configs"),
                new View("configs-found", "/configs?contains=ntp+server&group=" + group),
                new View("configs-lacking", "/configs?lacks=logging+host"),
                new View("configs-none", "/configs?contains=nothing-is-called-so"),
                new View("configs-wrong", "/configs?contains=(open&regex=true"),
                new View("groups", "/groups"),
                new View("group", "/groups/" + group),
                new View("group-pause", "/groups/" + group, open("Pause…")),
                new View("group-connect", "/groups/" + groups.get(1), press("New key and start command")),
                new View("group-waiting", "/groups/" + groups.get(3)),
                new View("group-paused", "/groups/" + groups.get(2)),
                new View("group-new", "/groups/-new"),
                new View("group-edit", "/groups/" + group + "/edit"),
                new View("schedules", "/schedules"),
                new View("schedule-new", "/schedules/new"),
                new View("schedule-new-refused", "/schedules/new", Showcase::setWrongSchedule),
                new View("schedule-edit", "/schedules/" + schedule + "/edit"),
                new View("credentials", "/credentials"),
                new View("credential", "/credentials/" + credential),
                new View("credential-paused", "/credentials/" + pausedCredential),
                new View("credential-new", "/credentials/new"),
                new View("credential-edit", "/credentials/" + credential + "/edit"),
                new View("collectors", "/collectors"),
                new View("collector", "/collectors/col-fra-1"),
                new View("users", "/users"),
                new View("user-disable", "/users", open("Disable…")),
                new View("user-new", "/users/new"),
                new View("user-edit", "/users/" + user + "/edit"),
                new View("tokens", "/tokens"),
                new View("token-new", "/tokens/new"),
                new View("token-created", "/tokens/new", Showcase::makeToken),
                new View("account", "/account"),
                new View("audit", "/audit"),
                new View("audit-none", "/audit?q=nothing-is-called-so"),
                new View("quarantine", "/quarantine"),
                new View("menu", "/", Showcase::openMenu),
                new View("missing", "/nothing-here"));
    }

    /** Pages while nothing is there yet, of an orchestrator that was just set up. */
    static List<View> emptyViews() {
        return List.of(
                new View("empty-overview", "/"),
                new View("empty-runs", "/runs"),
                new View("empty-devices", "/devices"),
                new View("empty-configs", "/configs"),
                new View("empty-groups", "/groups"),
                new View("empty-schedules", "/schedules"),
                new View("empty-credentials", "/credentials"),
                new View("empty-collectors", "/collectors"),
                new View("empty-device-new", "/devices/new"),
                new View("empty-import", "/imports"),
                new View("empty-quarantine", "/quarantine"));
    }

    /** Pages of an orchestrator that nobody has set up. */
    static List<View> setupViews() {
        return List.of(new View("setup", "/setup"), new View("setup-refused", "/setup", press("Create")));
    }

    /** What somebody sees who has not logged in. */
    static List<View> entryViews() {
        return List.of(new View("login", "/login"), new View("login-refused", "/login", Showcase::beRefused));
    }

    /** What somebody sees who may change nothing, {@link #VIEWER} by name. */
    List<View> viewerViews() {
        return List.of(
                new View("viewer-overview", "/"),
                new View("viewer-devices", "/devices"),
                new View("viewer-device", "/devices/" + device),
                new View("viewer-group", "/groups/" + groups.getFirst()),
                new View("viewer-schedules", "/schedules"),
                new View("viewer-tokens", "/tokens"),
                new View("forbidden", "/users"));
    }

    /** @param then what leads from the page to what is to be seen */
    record View(String name, String path, Consumer<Chrome> then) {

        View(String name, String path) {
            this(name, path, _ -> {});
        }

        /** The page itself, not one that says why there is none or asks for a login. */
        void open(Chrome chrome, String root) {
            assertThat(chrome.open(root + path)).as("the status of %s", name).isLessThan(500);
            assertThat(chrome.driver().getCurrentUrl())
                    .as("where %s leads", name)
                    .isEqualTo(root + path);
            then.accept(chrome);
        }
    }

    /** A button that leads to another page. */
    private static Consumer<Chrome> press(String word) {
        return chrome -> chrome.turn(() -> chrome.press(word));
    }

    /** What a word unfolds, a sheet for instance. */
    private static Consumer<Chrome> open(String word) {
        return chrome -> chrome.click(By.xpath("//main//summary[normalize-space()='%s']".formatted(word)));
    }

    /** Where the screen is too narrow to show it always. */
    private static void openMenu(Chrome chrome) {
        chrome.driver().findElements(By.cssSelector(".menu-toggle")).stream()
                .filter(WebElement::isDisplayed)
                .forEach(WebElement::click);
    }

    private static void beRefused(Chrome chrome) {
        chrome.type("username", "somebody");
        chrome.type("password", "a wrong password");
        press("Log in").accept(chrome);
    }

    private static void makeToken(Chrome chrome) {
        chrome.type("name", "nightly export");
        press("Make the token").accept(chrome);
    }

    private static void setWrongSchedule(Chrome chrome) {
        chrome.type("name", "nightly");
        chrome.type("cron", "0 26 * * *");
        press("Set schedule").accept(chrome);
    }

    private static Consumer<Chrome> bulk(String action) {
        return chrome -> {
            chrome.driver().findElements(By.cssSelector("input[name=id]")).stream()
                    .limit(3)
                    .forEach(WebElement::click);
            chrome.turn(() -> chrome.click(By.cssSelector("button[name=action][value=%s]".formatted(action))));
        };
    }

    private void checkFile(Chrome chrome) {
        chrome.type("source", "netbox");
        chrome.attach("file", inventoryFile);
        chrome.press("Check the file");
        await().atMost(PATIENCE)
                .until(() -> !chrome.driver()
                        .findElements(By.cssSelector("#report h2"))
                        .isEmpty());
    }

    private void build() {
        jdbc.sql("insert into masking_key (key) values (sha256('showcase'::bytea)) on conflict do nothing")
                .update();
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("dmz-frankfurt", "DMZ, behind both firewalls");
        zones.put("campus-berlin", "Campus, all floors");
        zones.put("laboratory", "");
        zones.put("plant-2", "Behind the process firewall");
        zones.forEach((name, description) -> {
            orchestrator.newGroup(name);
            admin.patch("/groups/" + name, Map.of("description", description)).expect(200);
            groups.add(name);
        });
        admin.post("/groups/" + groups.get(2) + "/pause", Map.of("reason", "Rewiring until Thursday"))
                .expect(200);
        // Its key was shown a while ago, and nobody has come.
        jdbc.sql("update group_key set created_at = now() - interval '10 minutes'")
                .update();
        credential = id(admin.post(
                "/credentials", Map.of("name", "core-readonly", "username", "backup", "password", "a-secret-word")));
        pausedCredential = id(admin.post(
                "/credentials",
                Map.of("name", "branch-tacacs", "username", "svc-backup", "password", "a-secret-word")));
        jdbc.sql("""
                update credential set paused_at = now() - interval '3 hours', refusals = 5,
                    pause_reason = '5 logins were refused in a row' where name = 'branch-tacacs'
                """).update();
        schedule = id(admin.post(
                "/schedules",
                Map.of("name", "nightly", "cron", "0 2 * * *", "zone", "Europe/Berlin", "jitter_seconds", 600)));
        id(admin.post(
                "/schedules",
                Map.of("name", "noon, DMZ", "cron", "0 12 * * 1-5", "zone", "UTC", "group", groups.getFirst())));
        addDevices();
        addHostKeys();
        addVersions();
        run = addRun("schedule", Duration.ofHours(5), true);
        addRun("manual", Duration.ofHours(26), true);
        addRun("schedule", Duration.ofHours(29), true);
        openRun = addRun("manual", Duration.ofMinutes(2), false);
        addHours();
        addUsers();
        addQuarantine();
        beat();
        failedJob = jdbc.sql(
                        "select job_id from outcome where status = 'failure' order by collected_at desc, task_id limit 1")
                .query(UUID.class)
                .single();
        waitingJob = jdbc.sql("select id from job where run_id = :run and attempts = 0 order by id limit 1")
                .param("run", openRun)
                .query(UUID.class)
                .single();
        job = jdbc.sql("select job_id from outcome where device_id = :device order by collected_at desc limit 1")
                .param("device", device)
                .query(UUID.class)
                .single();
    }

    private void addUsers() {
        user = id(admin.post(
                "/users",
                Map.of(
                        "username",
                        "night.shift",
                        "password",
                        OrchestratorFixture.ADMIN_PASSWORD,
                        "role",
                        "operator",
                        "groups",
                        List.of(groups.get(0), groups.get(1)))));
        id(admin.post(
                "/users",
                Map.of("username", VIEWER, "password", OrchestratorFixture.ADMIN_PASSWORD, "role", "viewer")));
    }

    private void addQuarantine() {
        jdbc.sql("""
                insert into quarantine (stream, entry_id, fields, reason, quarantined_at)
                values ('device:results', '1764312245123-0', '\\x00000001610000000768696464656e21',
                    'its field "task_id" is missing', now() - interval '3 hours')
                """).update();
        jdbc.sql("""
                insert into dead_letter (queue, reason, message_id, type, headers, body, received_at)
                values ('collector.group.dmz-frankfurt', 'rejected', 'm-1', 'inventory.sync',
                    '{"x-first-death-reason": "rejected"}', '\\x00', now() - interval '2 days')
                """).update();
    }

    /** One device answers with another key than the one that was accepted. */
    private void addHostKeys() {
        for (long each : List.of(devices.get(0), devices.get(1))) {
            jdbc.sql("""
                    insert into accepted_host_key (device_id, host_key, fingerprint, accepted_at, accepted_by)
                    values (:device, 'ssh-ed25519 AAAA', 'SHA256:Kb3iT8uWb0xOqQyPzDp1rPcH2nN5s7VvXfXyQbJc1uE',
                        now() - interval '30 days', 'first use')
                    """).param("device", each).update();
        }
        jdbc.sql("""
                insert into host_key_seen (device_id, host_key, fingerprint, first_seen_at, last_seen_at)
                values (:device, 'ssh-ed25519 BBBB', 'SHA256:9fZ1q7mHh3mJxwCwM0cWcJtq8y2vXo4lA6dRkUe5s0I',
                    now() - interval '5 hours', now() - interval '5 hours')
                """).param("device", devices.get(1)).update();
    }

    private static long id(Api.Answer answer) {
        return answer.expect(201).json().path("id").asLong();
    }

    private void addDevices() {
        for (int group = 0; group < groups.size(); group++) {
            for (int number = 1; number <= DEVICES_OF_EACH; number++) {
                int kind = number % KINDS.size();
                devices.add(jdbc.sql("""
                        insert into device (group_id, name, address, port, platform, credential_id, enabled)
                        select g.id, :name, :address, 0, :platform, :credential, :enabled
                        from collector_group g where g.name = :group returning id
                        """)
                        .param("name", "%s-%02d".formatted(KINDS.get(kind), number))
                        .param("address", "10.%d.%d.%d".formatted(20 + group, kind, number))
                        .param("platform", PLATFORMS.get(kind))
                        .param("credential", credential)
                        .param("enabled", number != 9)
                        .param("group", groups.get(group))
                        .query(Long.class)
                        .single());
            }
        }
        device = devices.getFirst();
        jdbc.sql("""
                update device set tags = case when name like '%core%' then array['core', 'site:fra'] else array['site:fra'] end,
                    source = 'netbox', source_gone_at = case when name like '%-02' then now() - interval '2 days' end
                where group_id = (select id from collector_group where name = :group)
                """).param("group", groups.getFirst()).update();
    }

    /** New, changed, gone and wrong rows. */
    private static Path inventoryFile() {
        try {
            Path file = Files.createTempFile("inventory", ".csv");
            file.toFile().deleteOnExit();
            return Files.writeString(file, """
                    group,name,primary_ip,model,tags,contact
                    dmz-frankfurt,sw-core-01,10.20.1.1,cisco-nxos,core site:fra,noc
                    dmz-frankfurt,rtr-edge-07,10.20.2.77,juniper-junos,site:fra edge,noc
                    dmz-frankfurt,fw-03,10.20.3.3,fortinet-fortios,site:fra,security
                    campus-berlin,sw-new-01,10.21.9.1,arista-eos,site:ber,noc
                    campus-berlin,sw-new-02,10.21.9.2,arista-eso,site:ber,noc
                    campus-berlin,sw new 03,10.21.9.3,arista-eos,site:ber,noc
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addVersions() {
        // The last group has never been backed up.
        for (int at = 0; at < devices.size() - DEVICES_OF_EACH; at++) {
            int versions = at == 0 ? 6 : 1 + at % 2;
            for (int number = 0; number < versions; number++) {
                boolean last = number == versions - 1;
                String text = configuration(at, number, at % 7 != 3);
                long id =
                        version(devices.get(at), text, now.minus(Duration.ofHours(5L + 24L * (versions - 1 - number))));
                if (last) {
                    current(devices.get(at), id, text, at % 6 == 5, at % 11 == 4);
                }
                if (at == 0) {
                    version = id;
                }
            }
        }
    }

    private long version(long deviceId, String text, Instant at) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return jdbc.sql("""
                insert into config_version (device_id, task_id, collected_at, is_binary, encoding, content, size, sha256,
                    compare_sha256, secret_spans, context, lines_added, lines_removed)
                values (:device, :task, :at, false, 'identity', :content, :size, :sha256, :sha256, '[]', '[]', 3, 2)
                returning id
                """)
                .param("device", deviceId)
                .param("task", UUID.randomUUID())
                .param("at", time(at))
                .param("content", bytes)
                .param("size", bytes.length)
                .param("sha256", Content.sha256Of(bytes))
                .query(Long.class)
                .single();
    }

    private void current(long deviceId, long versionId, String text, boolean failing, boolean stale) {
        Instant success = stale ? now.minus(Duration.ofDays(4)) : now.minus(Duration.ofHours(5));
        jdbc.sql("""
                insert into device_state (device_id, current_version_id, current_collected_at, last_status, last_failure,
                    last_attempt_at, last_success_at, last_changed_at, failures_in_a_row)
                values (:device, :version, :success, :status, :failure, :attempt, :success, :success, :failures)
                """)
                .param("device", deviceId)
                .param("version", versionId)
                .param("success", time(success))
                .param("status", failing ? "failure" : "success")
                .param("failure", failing ? "UNREACHABLE" : null)
                .param("attempt", time(failing ? now.minus(Duration.ofHours(5)) : success))
                .param("failures", failing ? 4 : 0)
                .update();
        jdbc.sql("insert into config_text (device_id, version_id, masked) values (:device, :version, :text)")
                .param("device", deviceId)
                .param("version", versionId)
                .param("text", text)
                .update();
    }

    private UUID addRun(String trigger, Duration ago, boolean finished) {
        Instant begun = now.minus(ago);
        UUID id = TaskId.next(begun).value();
        jdbc.sql("""
                insert into run (id, schedule_id, fire_at, trigger, requested_by, created_at, job_count)
                values (:id, :schedule, :fire, :trigger, :by, :at, :jobs)
                """)
                .param("id", id)
                .param("schedule", trigger.equals("schedule") ? schedule : null)
                .param("fire", trigger.equals("schedule") ? time(begun) : null)
                .param("trigger", trigger)
                .param("by", trigger.equals("schedule") ? "nightly" : OrchestratorFixture.ADMIN)
                .param("at", time(begun))
                .param("jobs", 2 * DEVICES_OF_EACH)
                .update();
        for (int at = 0; at < 2 * DEVICES_OF_EACH; at++) {
            addJob(id, devices.get(at), begun.plusSeconds(at), at % 6 == 5, finished || at < DEVICES_OF_EACH);
        }
        if (finished) {
            jdbc.sql("""
                    update run set finished_at = :at, succeeded = :good, failed = :bad, cancelled = 0 where id = :id
                    """)
                    .param("at", time(begun.plusSeconds(90)))
                    .param("good", 2 * DEVICES_OF_EACH - 4)
                    .param("bad", 4)
                    .param("id", id)
                    .update();
        }
        return id;
    }

    private void addJob(UUID runId, long deviceId, Instant begun, boolean fails, boolean ended) {
        UUID id = TaskId.next(begun).value();
        jdbc.sql("""
                insert into job (id, run_id, kind, group_id, device_id, task_identifier, not_before, initiated_at, attempts,
                    finished_at, due_at)
                select :id, :run, 'backup', group_id, id, 'backup:' || id || ':' || :at, :at, :at, :attempts, :finished, :due
                from device where id = :device
                """)
                .param("id", id)
                .param("run", runId)
                .param("device", deviceId)
                .param("at", time(begun))
                .param("attempts", ended ? 1 : 0)
                .param("finished", ended ? time(begun.plusSeconds(12)) : null)
                // Far from now: nobody is to take it while it is looked at.
                .param("due", ended ? null : time(now.plus(Duration.ofDays(1))))
                .update();
        if (!ended) {
            return;
        }
        UUID task = TaskId.next(begun).value();
        jdbc.sql("""
                insert into attempt (task_id, job_id, group_id, number, issued_at, published_at, settled_at)
                select :task, :job, group_id, 1, :at, :at, :ended from device where id = :device
                """)
                .param("task", task)
                .param("job", id)
                .param("device", deviceId)
                .param("at", time(begun))
                .param("ended", time(begun.plusSeconds(12)))
                .update();
        jdbc.sql("""
                insert into outcome (day, task_id, job_id, device_id, group_id, number, kind, status, failure, detail, changed,
                    collector, received_at, connected_at, collected_at, duration_ms, stored_at, size, log, transcript)
                select task_day(:task), :task, :job, id, group_id, 1, 'backup', :status, :failure, :detail, false, 'col-fra-1',
                    :received, :connected, :collected, 8400, :stored, :size, :log, :transcript
                from device where id = :device
                """)
                .param("task", task)
                .param("job", id)
                .param("device", deviceId)
                .param("status", fails ? "failure" : "success")
                .param("failure", fails ? "UNREACHABLE" : null)
                .param("detail", fails ? "10.20.0.5 port 22 did not answer within 10 s." : null)
                .param("received", time(begun.plusSeconds(2)))
                .param("connected", fails ? null : time(begun.plusMillis(2700)))
                .param("collected", time(begun.plusMillis(10_400)))
                .param("stored", time(begun.plusMillis(10_900)))
                .param("size", fails ? null : 18_400)
                .param("log", log(begun, fails))
                .param("transcript", fails ? null : TRANSCRIPT)
                .update();
    }

    private static String log(Instant begun, boolean fails) {
        String line = "{\"source\":\"ssh\",\"timestamp\":\"%s\",\"severity\":\"%s\",\"message\":\"%s\"}";
        List<String> lines = fails
                ? List.of(
                        line.formatted(begun.plusSeconds(2), "INFO", "connecting to 10.20.0.5 port 22"),
                        line.formatted(begun.plusSeconds(10), "ERROR", "no answer within 10 s"))
                : List.of(
                        line.formatted(begun.plusSeconds(2), "INFO", "connecting to 10.20.0.1 port 22"),
                        line.formatted(begun.plusMillis(2700), "INFO", "logged in, the prompt is sw-access-01#"),
                        line.formatted(begun.plusMillis(3100), "INFO", "terminal length 0"),
                        line.formatted(
                                begun.plusMillis(10_300), "INFO", "show running-config: 18,400 bytes, complete"));
        return "[" + String.join(",", lines) + "]";
    }

    private void addHours() {
        jdbc.sql("""
                insert into backup_hour (hour, group_id, succeeded, failed)
                select h, g.id, 10 + (extract(hour from h)::int * 7 + g.id) % 9,
                    case when extract(hour from h)::int % 5 = 0 then 2 + g.id % 2 else 0 end
                from generate_series(date_trunc('hour', now()) - interval '30 days', now(), interval '1 hour') h
                cross join collector_group g
                where extract(hour from h)::int % 3 < 2
                """).update();
    }

    /** Lets the collectors say again that they live, which serves for half a minute. */
    void beat() {
        beat("col-fra-1", groups.getFirst(), false, Map.of());
        beat("col-fra-2", groups.getFirst(), true, Map.of());
        beat("col-ber-1", groups.get(1), false, Map.of(groups.get(2), "there is no key for it: re-key the group"));
    }

    private void beat(String instance, String group, boolean draining, Map<String, String> refused) {
        LiveCollector.of(instance, List.of(group))
                .at(instance + ".example.net", 4711, "0.1.0")
                .refusing(refused)
                .slots(200)
                .ended(4210, 37)
                .draining(draining)
                .startedAgo(Duration.ofDays(3))
                .beat(orchestrator, Duration.ofSeconds(120));
    }

    /** Takes the heartbeats back, which stand in a Redis that others use too. */
    void leave() {
        RedisClient redis = orchestrator.bean(RedisClient.class);
        for (String instance : List.of("col-fra-1", "col-fra-2", "col-ber-1")) {
            LiveCollector.forget(redis, instance);
        }
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static String configuration(int device, int revision, boolean logging) {
        StringBuilder text = new StringBuilder();
        text.append("!\n! Last configuration change at 0%d:14:07 UTC by admin\n!\n".formatted(revision % 10));
        text.append("version 17.9\nservice timestamps debug datetime msec\nservice password-encryption\n!\n");
        text.append("hostname node-%02d\n!\n".formatted(device));
        text.append("enable secret 9 <secret:%08x>\n!\n".formatted(device * 2654435761L & 0xffffffffL));
        for (int port = 1; port <= 12; port++) {
            text.append("interface GigabitEthernet1/0/%d\n description %s\n"
                    .formatted(port, port % 4 == 0 ? "uplink" : "desk"));
            text.append(" switchport access vlan %d\n".formatted(10 + (port + revision) % 3 * 10));
            text.append(" switchport mode access\n spanning-tree portfast\n!\n");
        }
        text.append("ip access-list extended MGMT\n permit tcp 10.0.0.0 0.255.255.255 any eq 22\n");
        text.append(" deny ip any any log\n!\n");
        if (logging) {
            text.append("logging host 10.0.8.%d\n".formatted(5 + revision));
        }
        text.append("ntp server 10.0.8.%d\nntp server 10.0.9.1 prefer\n!\n".formatted(1 + revision % 4));
        text.append("line vty 0 15\n access-class MGMT in\n transport input ssh\n!\nend\n");
        return text.toString();
    }

    private static final String TRANSCRIPT = """
            sw-access-01#terminal length 0
            sw-access-01#show running-config
            Building configuration...

            Current configuration : 18400 bytes
            !
            version 17.9
            (18,400 bytes of configuration)
            end

            sw-access-01#exit
            """;
}
