package io.zonekeeper.orchestrator.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConfigArchiveTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static String dmz;
    private static String lab;
    private static long firewall;
    private static long version;

    @BeforeAll
    static void store() {
        Stored stored = new Stored(orchestrator.jdbc());
        dmz = orchestrator.newGroup();
        lab = orchestrator.newGroup();
        firewall = stored.device(dmz, "fw-01");
        stored.version(firewall, "hostname old\n");
        version = stored.version(firewall, "hostname fw-01\npassword hunter2\n");
        stored.version(stored.device(dmz, "fw-02"), "hostname fw-02\n");
        stored.version(stored.device(lab, "rtr"), "hostname rtr\n");
    }

    @Test
    void allCurrentConfigurationsAreThereByGroupAndDeviceWithSecretsMasked() throws IOException {
        Map<String, String> files = files(orchestrator.admin().get("/configs/archive"));
        assertThat(files).containsOnlyKeys(dmz + "/fw-01.txt", dmz + "/fw-02.txt", lab + "/rtr.txt");
        assertThat(files.get(dmz + "/fw-01.txt"))
                .contains("hostname fw-01", "password <secret:")
                .doesNotContain("hunter2");
    }

    @Test
    void aGroupOrSomeDevicesAreEnough() throws IOException {
        Api.Answer answer = orchestrator.admin().get("/configs/archive?group=" + lab);
        assertThat(answer.header("Content-Disposition")).contains("configurations-%s.zip".formatted(lab));
        assertThat(files(answer)).containsOnlyKeys(lab + "/rtr.txt");
        assertThat(files(orchestrator.admin().get("/configs/archive?device_ids=" + firewall)))
                .containsOnlyKeys(dmz + "/fw-01.txt");
        assertThat(orchestrator.admin().get("/configs/archive?device_ids=1,x").fieldError("device_ids"))
                .contains("\"1,x\"");
        assertThat(orchestrator.admin().get("/configs/archive?group=none").problem(404))
                .contains("does not exist");
    }

    @Test
    void onlyWhoSeesSecretsGetsThemAndEachVersionIsWrittenDown() throws IOException {
        String path = "/configs/archive?raw=true&group=" + dmz;
        orchestrator.userWithRole("viewer").get(path).problem(403);
        assertThat(reveals()).isZero();
        assertThat(files(orchestrator.userWithRole("operator").get(path)).get(dmz + "/fw-01.txt"))
                .contains("password hunter2");
        assertThat(orchestrator
                        .jdbc()
                        .sql("select detail from audit_event where action = 'config.reveal' and subject = :subject")
                        .param("subject", "archive " + dmz)
                        .query(String.class)
                        .single())
                .contains("2 versions", Long.toString(version));
    }

    private static long reveals() {
        return orchestrator
                .jdbc()
                .sql("select count(*) from audit_event where action = 'config.reveal'")
                .query(Long.class)
                .single();
    }

    @Test
    void thePageHandsItOut() {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            assertThat(browser.get("/configs/archive").headers().firstValue("Content-Type"))
                    .hasValue("application/zip");
            assertThat(browser.submit("/configs", "/configs/archive/reveal", Map.of("group", lab))
                            .headers()
                            .firstValue("Content-Disposition")
                            .orElse(""))
                    .contains("with-secrets");
        }
    }

    private static Map<String, String> files(Api.Answer answer) throws IOException {
        answer.expect(200);
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(answer.response().body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }
}
