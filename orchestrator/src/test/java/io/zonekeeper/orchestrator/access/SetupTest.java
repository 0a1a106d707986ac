package io.zonekeeper.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Api;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetupTest {

    private static final String PASSWORD = "correct horse battery";

    private final OrchestratorFixture orchestrator = new OrchestratorFixture().withoutSetup();

    @BeforeEach
    void start() throws Exception {
        orchestrator.prepare();
        orchestrator.start();
    }

    @AfterEach
    void stop() throws Exception {
        orchestrator.remove();
    }

    @Test
    void makesTheAdministratorOnceByTheTokenInAFileOnlyItsOwnerReads() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(orchestrator.setupTokenFile())))
                .isEqualTo("rw-------");
        assertThat(setUp("wrong", "admin", PASSWORD).problem(403)).contains("set-up token is wrong");
        assertThat(setUp("", "admin", PASSWORD).problem(403)).contains("set-up token is wrong");
        assertThat(orchestrator.api().post("/setup", "{}").problem(403)).contains("set-up token is wrong");
        assertThat(orchestrator.bean(AdminSetup.class).isOpen()).isTrue();
        String token = token();
        Api.Answer made = setUp(token, "admin", PASSWORD).expect(201);
        assertThat(made.json().path("user").path("role").asString()).isEqualTo("admin");
        String apiToken = made.json().path("token").asString();
        assertThat(apiToken).startsWith("zk_");
        assertThat(orchestrator
                        .api()
                        .as(apiToken)
                        .get("/me")
                        .expect(200)
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("admin");
        assertThat(orchestrator.setupTokenFile()).doesNotExist();
        assertThat(setUp(token, "second", PASSWORD).problem(409)).contains("set-up is done");
    }

    @Test
    void ofTwoAtOnceOneWins() throws Exception {
        String token = token();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = List.of(
                    () -> setUp(token, "first", PASSWORD).status(),
                    () -> setUp(token, "second", PASSWORD).status());
            List<Future<Integer>> answers = threads.invokeAll(calls);
            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void aShortPasswordOrABadNameIsNamedAndTheTokenStaysGood() throws Exception {
        Api.Answer refused = setUp(token(), "no blanks please", "short");
        assertThat(refused.fieldError("password")).contains("12");
        assertThat(refused.fieldError("username")).contains("no blanks please");
        setUp(token(), "admin", "x".repeat(73)).fieldError("password");
        setUp(token(), "admin", PASSWORD).expect(201);
    }

    @Test
    void theTokenStaysGoodOverARestart() throws Exception {
        String token = token();
        orchestrator.stop();
        orchestrator.start();
        assertThat(token()).isEqualTo(token);
        setUp(token, "admin", PASSWORD).expect(201);
    }

    @Test
    void aLostFileGivesAnotherTokenAndTheOldOneIsWorthNothing() throws Exception {
        String token = token();
        orchestrator.stop();
        Files.delete(orchestrator.setupTokenFile());
        orchestrator.start();
        assertThat(setUp(token, "admin", PASSWORD).problem(403)).isNotBlank();
        setUp(token(), "admin", PASSWORD).expect(201);
    }

    private String token() throws Exception {
        return Files.readString(orchestrator.setupTokenFile()).strip();
    }

    private Api.Answer setUp(String token, String name, String password) {
        return orchestrator.api().post("/setup", Map.of("token", token, "username", name, "password", password));
    }
}
