package io.zonekeeper.orchestrator.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.program.JavaProgram;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.Orchestrator;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CommandsTest {

    private static final Environment NOWHERE = new Environment(Map.of(
            "ZONEKEEPER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none",
            "ZONEKEEPER_AMQP_URL", "amqp://guest:guest@127.0.0.1:1//",
            "ZONEKEEPER_REDIS_URL", "redis://127.0.0.1:1/0",
            "ZONEKEEPER_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32])));

    private final OrchestratorFixture orchestrator =
            new OrchestratorFixture().withoutTables().withoutSetup();

    @TempDir
    private Path folder;

    @BeforeEach
    void makeTheDatabase() throws Exception {
        orchestrator.prepare();
    }

    @AfterEach
    void remove() throws Exception {
        orchestrator.remove();
    }

    @Test
    void migrateNamesWhatIsToBeDoneAndDoesIt() {
        Output dry = orchestrator.run("migrate", "--dry-run");
        assertThat(dry.code()).isZero();
        assertThat(dry.out()).startsWith("V1 foundation").contains("V4 quarantine replay");
        Output done = orchestrator.run("migrate", "--wait");
        assertThat(done.code()).isZero();
        assertThat(done.out()).isEqualTo(dry.out());
        assertThat(orchestrator.run("migrate").out()).isEmpty();
    }

    @Test
    void createAdminMakesOneWhoMayDoEverything() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), OrchestratorFixture.ADMIN_PASSWORD + "\n");
        Output made = orchestrator.run("create-admin", "root", "--password-file", password.toString(), "--with-token");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.err()).contains("Administrator root is created.");
        orchestrator.start();
        assertThat(orchestrator
                        .api()
                        .as(made.out().strip())
                        .get("/users")
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsString("name"))
                .containsExactly("root");
        assertThat(orchestrator.api().post("/setup", Map.of("token", "x")).problem(409))
                .contains("set-up is done");
        Output again = orchestrator.run("create-admin", "Root", "--password-file", password.toString());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("\"Root\" is taken").doesNotContain("Exception");
    }

    @Test
    void createAdminNamesEverythingThatWillNotDo() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "short\n");
        Output refused = orchestrator.run("create-admin", "no blanks", "--password-file", password.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("no blanks", "at least 12").doesNotContain("\tat ");
        Output unreadable = orchestrator.run("create-admin", "root", "--password-file", folder + "/none");
        assertThat(unreadable.code()).isEqualTo(2);
        assertThat(unreadable.err()).contains("--password-file names " + folder + "/none");
    }

    @Test
    void checkSaysThatAllIsWell() {
        assertThat(orchestrator.run("check").out())
                .contains("has no tables of Zonekeeper yet", "-> Run the command migrate");
        orchestrator.run("migrate");
        Output well = orchestrator.run("check", "--output", "json");
        assertThat(well.code()).as(well.out()).isZero();
        JsonNode findings = Json.MAPPER.readTree(well.out());
        assertThat(findings.findValuesAsString("name"))
                .containsExactly("PostgreSQL", "RabbitMQ", "Redis", "Master key");
        assertThat(findings.findValuesAsString("state")).containsOnly("ok");
    }

    @Test
    void checkSaysHowToMendEverything() {
        Output away = Output.of(NOWHERE, "check");
        assertThat(away.code()).isEqualTo(3);
        assertThat(away.out().lines().filter(line -> line.startsWith("failed"))).hasSize(3);
        assertThat(away.out())
                .contains(
                        "ZONEKEEPER_DATABASE_URL",
                        "ZONEKEEPER_AMQP_URL",
                        "ZONEKEEPER_REDIS_URL",
                        "See to PostgreSQL first")
                .doesNotContain("Exception", "\tat ");
        assertThat(Output.of(new Environment(Map.of()), "check").out()).contains("openssl rand -base64 32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "export"})
    void aDatabaseThatIsAwayIsASentence(String command) {
        Output away = Output.of(NOWHERE, command);
        assertThat(away.code()).isEqualTo(69);
        assertThat(away.err().strip().lines()).hasSize(1);
        assertThat(away.err())
                .contains("jdbc:postgresql://127.0.0.1:1/none does not answer", "ZONEKEEPER_DATABASE_URL");
    }

    @Test
    void wrongArgumentsAreRefusedWithTwo() {
        assertThat(orchestrator.run("no-such").code()).isEqualTo(2);
        assertThat(orchestrator.run("rotate-master-key").code()).isEqualTo(2);
        assertThat(orchestrator.run("check", "-o", "xml").code()).isEqualTo(2);
    }

    @Test
    void helpNamesEveryCommandAndExitCode() {
        Output help = Output.of(new Environment(Map.of()), "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains(
                        "serve",
                        "migrate",
                        "create-admin",
                        "export",
                        "import",
                        "check",
                        "rotate-master-key",
                        "completion")
                .contains("69", "78");
    }

    /** The whole program, since what it logs must not be among its results. */
    @Test
    void resultsAloneAreOnStandardOutput() throws Exception {
        Process process = process("export");
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(err).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(out).startsWith("group,name,");
        assertThat(err.lines().toList()).contains("Devices written: 0.");
    }

    @Test
    void theCompletionIsAScriptBashTakes() throws Exception {
        Output script = orchestrator.run("completion");
        Path file = Files.writeString(folder.resolve("completion"), script.out());
        Process bash = new ProcessBuilder("bash", "-c", ". '%s' && complete -p zonekeeper-orchestrator".formatted(file))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes())).contains("complete", "zonekeeper-orchestrator");
        assertThat(bash.waitFor()).isZero();
        assertThat(script.out()).contains("rotate-master-key", "--new-key-file");
    }

    private Process process(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JavaProgram.command(List.of(), Orchestrator.class, arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("ZONEKEEPER_"));
        builder.environment().putAll(orchestrator.settings());
        return builder.start();
    }
}
