package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.program.JavaProgram;
import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OrchestratorStartTest {

    @Test
    void withoutMasterKeyItSaysHowToMakeOneAndEndsWith78() throws Exception {
        ProcessBuilder command = new ProcessBuilder(JavaProgram.command(List.of(), Orchestrator.class));
        command.environment().keySet().removeIf(name -> name.startsWith("ZONEKEEPER_"));
        Process process = command.start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(78);
        assertThat(said.strip().lines()).hasSize(1);
        assertThat(said)
                .contains("ZONEKEEPER_MASTER_KEY", "openssl rand -base64 32")
                .doesNotContain("Exception");
    }

    @Test
    void aMasterKeyThatIsNoneIsRefused() {
        Environment environment = new Environment(Map.of("ZONEKEEPER_MASTER_KEY", "c2hvcnQ="));
        assertThatThrownBy(() -> Orchestrator.start(environment, Clock.systemUTC()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("c2hvcnQ=");
    }

    @Test
    void anotherMasterKeyThanTheDatabaseWasUsedWithIsRefused(CapturedOutput output) throws Exception {
        OrchestratorFixture orchestrator = new OrchestratorFixture();
        try {
            orchestrator.startFresh();
            orchestrator
                    .admin()
                    .post("/credentials", Map.of("name", "core", "username", "backup", "password", "x"))
                    .expect(201);
            orchestrator.stop();
            orchestrator.with(
                    "ZONEKEEPER_MASTER_KEY",
                    Base64.getEncoder()
                            .encodeToString("another key of thirty-two bytes!".getBytes(StandardCharsets.UTF_8)));
            assertThatThrownBy(orchestrator::start).isInstanceOf(SettingException.class);
            assertThat(output.getErr())
                    .contains("ZONEKEEPER_MASTER_KEY does not open credential \"core\"")
                    .doesNotContain("\tat ");
        } finally {
            orchestrator.remove();
        }
    }

    @Test
    void aPortInUseIsASentence(CapturedOutput output) throws Exception {
        OrchestratorFixture orchestrator = new OrchestratorFixture();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            orchestrator.with("ZONEKEEPER_HTTP_PORT", Integer.toString(taken.getLocalPort()));
            orchestrator.prepare();
            assertThatThrownBy(orchestrator::start).isInstanceOf(RuntimeException.class);
            assertThat(output.getErr())
                    .contains("Port %d is taken".formatted(taken.getLocalPort()), "ZONEKEEPER_HTTP_PORT")
                    .doesNotContain("\tat ");
        } finally {
            orchestrator.remove();
        }
    }

    @Test
    void aWrongDatabasePasswordIsASentence() throws Exception {
        OrchestratorFixture orchestrator = new OrchestratorFixture();
        try {
            orchestrator.with("ZONEKEEPER_DATABASE_USER", "nobody_of_this_name").prepare();
            assertThatThrownBy(orchestrator::start)
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("PostgreSQL at jdbc:postgresql:")
                    .hasMessageContaining("ZONEKEEPER_DATABASE_USER");
        } finally {
            orchestrator.remove();
        }
    }

    @Test
    void waitsForADatabaseThatDoesNotAnswer(CapturedOutput output) throws Exception {
        int port = freePort();
        String real = Services.databaseUrl();
        Environment environment = new Environment(Map.of(
                "ZONEKEEPER_DATABASE_URL",
                real.replaceFirst("//[^/]+/", "//127.0.0.1:%d/".formatted(port)),
                "ZONEKEEPER_DATABASE_USER",
                Services.databaseUser(),
                "ZONEKEEPER_DATABASE_PASSWORD",
                Services.databasePassword()));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> DatabaseStart.await(environment));
        await().until(() -> output.getAll().contains("does not answer"));
        assertThat(waiting).isNotDone();
        try (ServerSocket door = new ServerSocket(port, 10, InetAddress.getByName("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> forward(door, real));
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(15));
        }
        assertThat(output.getAll()).containsOnlyOnce("does not answer").contains("PostgreSQL answers");
    }

    private static void forward(ServerSocket door, String databaseUrl) {
        String[] target =
                databaseUrl.replaceFirst("^jdbc:postgresql://([^/]+)/.*$", "$1").split(":", 2);
        while (!door.isClosed()) {
            try (Socket client = door.accept();
                    Socket server = new Socket(target[0], Integer.parseInt(target[1]))) {
                Thread upwards = Thread.ofVirtual().start(() -> copy(client, server));
                copy(server, client);
                upwards.join();
            } catch (IOException e) {
                assertThat(door.isClosed() || e.getMessage() != null).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("refused");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
