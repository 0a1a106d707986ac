package io.zonekeeper.orchestrator.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Output;
import io.zonekeeper.orchestrator.access.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MasterKeyRotationTest {

    private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW =
            Base64.getEncoder().encodeToString("another key of thirty-two bytes!".getBytes(StandardCharsets.UTF_8));

    private static final OrchestratorFixture withTwoCredentials = new OrchestratorFixture();

    private final OrchestratorFixture orchestrator = new OrchestratorFixture().onACopyOf(withTwoCredentials);

    @TempDir
    private Path folder;

    @BeforeAll
    static void storeTwoCredentials() throws Exception {
        withTwoCredentials.startFresh();
        for (String name : List.of("core", "edge")) {
            withTwoCredentials
                    .admin()
                    .post("/credentials", Map.of("name", name, "username", "backup", "password", "secret of " + name))
                    .expect(201);
        }
        withTwoCredentials.stop();
        awaitNobody(withTwoCredentials);
    }

    @AfterAll
    static void removeTheOriginal() {
        withTwoCredentials.remove();
    }

    @BeforeEach
    void copyThem() throws Exception {
        orchestrator.prepare();
        Files.writeString(folder.resolve("new-key"), NEW + "\n");
    }

    @AfterEach
    void remove() {
        orchestrator.remove();
    }

    @Test
    void everyCredentialIsOpenedByTheNewKeyAlone() {
        Output rotated = rotate();
        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(rotated.err()).contains("2 credentials are sealed under the new key");
        assertThatThrownBy(orchestrator::start).hasStackTraceContaining("does not open credential");
        orchestrator.with("ZONEKEEPER_MASTER_KEY", NEW).start();
        assertThat(password("core")).isEqualTo("secret of core");
        assertThat(password("edge")).isEqualTo("secret of edge");
        assertThat(orchestrator
                        .jdbc()
                        .sql("select action from audit_event order by id desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("master_key.rotate");
    }

    @Test
    void repeatedAfterItHadGoneThroughItSaysSo() {
        rotate();
        Output again = rotate();
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("under the new key already");
    }

    @Test
    void aCredentialThatCannotBeOpenedLeavesAllAsTheyWere() {
        database(orchestrator)
                .sql(
                        "update credential set sealed = set_byte(sealed, 70, get_byte(sealed, 70) # 1) where name = 'edge'")
                .update();
        List<byte[]> before = sealed();
        Output refused = rotate();
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err()).contains("Credential \"edge\" cannot be opened", "nothing is changed");
        assertThat(sealed()).usingElementComparator(Arrays::compare).isEqualTo(before);
        orchestrator.start();
        assertThat(password("core")).isEqualTo("secret of core");
    }

    @Test
    void withAnotherOldKeyNothingIsChanged() {
        String other =
                Base64.getEncoder().encodeToString("a third key of thirty-two bytes!".getBytes(StandardCharsets.UTF_8));
        orchestrator.with("ZONEKEEPER_MASTER_KEY", other);
        Output refused = rotate();
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err()).contains("ZONEKEEPER_MASTER_KEY does not open");
        orchestrator.with("ZONEKEEPER_MASTER_KEY", OLD).start();
        assertThat(password("core")).isEqualTo("secret of core");
    }

    @Test
    void whileAnOrchestratorRunsItIsRefused() {
        orchestrator.start();
        Output refused = rotate();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("An orchestrator is running", "stop it");
        assertThat(password("core")).isEqualTo("secret of core");
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws Exception {
        List<byte[]> before = sealed();
        Files.writeString(folder.resolve("new-key"), "c2hvcnQ=");
        Output refused = rotate();
        assertThat(refused.code()).isEqualTo(78);
        assertThat(refused.err()).contains("new-key is not 32 bytes in base64").doesNotContain("c2hvcnQ=");
        assertThat(sealed()).usingElementComparator(Arrays::compare).isEqualTo(before);
    }

    @Test
    void anOrchestratorThatRanOnSealsNothingUnderTheOldKey() {
        orchestrator.start();
        MasterKeyRotation rotation = orchestrator.bean(MasterKeyRotation.class);
        rotation.rotate(MasterKey.parse("old", OLD), MasterKey.parse("new", NEW));
        Api admin = orchestrator.admin();
        assertThat(admin.post("/credentials", Map.of("name", "late", "username", "u", "password", "p"))
                        .problem(503))
                .contains("master key has been changed", "start it again");
        assertThat(orchestrator
                        .jdbc()
                        .sql("select count(*) from credential where name = 'late'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aNewDatabaseRemembersItsKeyBeforeThereIsACredential() {
        database(orchestrator).sql("delete from credential").update();
        orchestrator.with("ZONEKEEPER_MASTER_KEY", NEW);
        assertThatThrownBy(orchestrator::start).hasStackTraceContaining("is another key than before");
    }

    /** The server notices a little later that a client has gone. */
    private static void awaitNobody(OrchestratorFixture stopped) {
        await().until(() -> database(stopped).sql("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and application_name like 'zonekeeper%'
                        """).query(Integer.class).single() == 0);
    }

    /** Without a start. */
    private static JdbcClient database(OrchestratorFixture orchestrator) {
        Map<String, String> settings = orchestrator.settings();
        return JdbcClient.create(new DriverManagerDataSource(
                settings.get("ZONEKEEPER_DATABASE_URL"),
                settings.get("ZONEKEEPER_DATABASE_USER"),
                settings.get("ZONEKEEPER_DATABASE_PASSWORD")));
    }

    private Output rotate() {
        return orchestrator.run(
                "rotate-master-key", "--new-key-file", folder.resolve("new-key").toString());
    }

    private String password(String name) {
        Credentials credentials = orchestrator.bean(Credentials.class);
        Login login = credentials
                .find(Scope.all(), name)
                .flatMap(credential -> credentials.open(credential.id()))
                .orElseThrow();
        return String.valueOf(login.password());
    }

    private List<byte[]> sealed() {
        return database(orchestrator)
                .sql("select sealed from credential order by id")
                .query(byte[].class)
                .list();
    }
}
