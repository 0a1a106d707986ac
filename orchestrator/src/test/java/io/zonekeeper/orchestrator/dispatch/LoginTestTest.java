package io.zonekeeper.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.job.LoginTestJob;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import io.zonekeeper.orchestrator.credential.Credentials;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** A login test from the moment it is asked for until its transcript is read. */
class LoginTestTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    private DispatchScene scene;
    private long credential;
    private List<Long> devices;

    @BeforeEach
    void makeGroup() {
        scene = new DispatchScene(orchestrator, clock);
        credential = scene.newCredential();
        devices = scene.newDevices(4, credential);
    }

    @AfterEach
    void leaveNothingDue() {
        scene.end();
    }

    private static void dispatchAll() {
        for (int i = 0; i < 1000 && orchestrator.bean(Dispatcher.class).tick(); i++) {
            // Until nothing is left to send.
        }
    }

    private JsonNode test(Object form) {
        return orchestrator
                .admin()
                .post("/credentials/%d/login-test".formatted(credential), form)
                .expect(202)
                .json();
    }

    private void pauseCredential() {
        for (int i = 0; i < Credentials.REFUSALS_THAT_PAUSE; i++) {
            orchestrator.bean(Credentials.class).recordRefusal(credential);
        }
    }

    @Test
    void itIsNotHeldUpByAFullWindowAndAsksTheBrokerToGoFirst() {
        scene.newDevices(Dispatcher.LEAST_WINDOW, null);
        scene.run();
        dispatchAll();
        assertThat(scene.takeAll()).hasSize(Dispatcher.LEAST_WINDOW);
        orchestrator
                .admin()
                .post("/devices/%d/login-test".formatted(devices.getFirst()))
                .expect(202);
        dispatchAll();
        assertThat(scene.takeAll()).singleElement().satisfies(taken -> {
            assertThat(taken.job().job()).isInstanceOf(LoginTestJob.class);
            assertThat(taken.message().getProps().getPriority()).isEqualTo(9);
        });
    }

    /** A group's waiting jobs may be a hundred thousand, and it is looked for at each tick. */
    @Test
    void itIsFoundWithoutLookingAtTheBackupsThatWait() {
        List<String> plan = Objects.requireNonNull(orchestrator
                .bean(TransactionTemplate.class)
                .execute(_ -> {
                    ByIndex.plan(orchestrator.jdbc());
                    return orchestrator
                            .jdbc()
                            .sql("explain " + Attempts.dueJobs(Attempts.LOGIN_TESTS))
                            .param("group", 1L)
                            .param("now", DatabaseTime.of(clock.instant()))
                            .param("room", 20)
                            .query(String.class)
                            .list();
                }));
        assertThat(String.join("\n", plan)).contains("job_login_test_waiting").doesNotContain("Sort");
    }

    @Test
    void itKnowsTheParametersOfTheDeviceWhichMaySayHowToLogIn() {
        orchestrator
                .admin()
                .patch("/devices/" + devices.getFirst(), Map.of("parameters", Map.of("transport", "telnet")))
                .expect(200);
        test(Map.of("device_ids", List.of(devices.getFirst())));
        dispatchAll();
        LoginTestJob job = (LoginTestJob) scene.takeAll().getFirst().job().job();
        assertThat(job.parameters()).containsEntry("transport", "telnet");
    }

    @Test
    void aPausedCredentialIsTestedAtOneDeviceWhileRunsWait() {
        pauseCredential();
        UUID run = scene.run(Map.of("device_ids", devices));
        JsonNode started = test(Map.of());
        assertThat(started.path("job_ids")).hasSize(1);
        dispatchAll();
        assertThat(scene.takeAll())
                .singleElement()
                .satisfies(taken -> assertThat(taken.job().job()).isInstanceOf(LoginTestJob.class));
        assertThat(scene.jobs(run))
                .allSatisfy(job -> assertThat(job.path("detail").asString()).contains("is paused"));
    }

    @Test
    void someDevicesOfACredentialAreTriedAndTheTranscriptIsShownWhenTheTestEnds() {
        JsonNode started = test(Map.of());
        assertThat(started.path("job_ids")).hasSize(3);
        dispatchAll();
        List<DispatchScene.Taken> taken = scene.takeAll();
        assertThat(taken).hasSize(3);
        scene.outcome(taken.getFirst().taskId(), null);
        orchestrator
                .jdbc()
                .sql("update outcome set transcript = 'r1> enable' where task_id = :task")
                .param("task", taken.getFirst().taskId())
                .update();
        JsonNode job = orchestrator
                .admin()
                .get("/jobs/"
                        + orchestrator
                                .jdbc()
                                .sql("select job_id from attempt where task_id = :task")
                                .param("task", taken.getFirst().taskId())
                                .query(UUID.class)
                                .single())
                .expect(200)
                .json();
        assertThat(job.path("kind").asString()).isEqualTo("login_test");
        assertThat(job.path("attempts").toString()).contains("r1> enable");
    }

    @Test
    void onlyDevicesThatUseItAreTriedAndFewAtATime() {
        long foreign = scene.newDevices(1, null).getFirst();
        String path = "/credentials/%d/login-test".formatted(credential);
        assertThat(orchestrator
                        .admin()
                        .post(path, Map.of("device_ids", List.of(foreign)))
                        .fieldError("device_ids"))
                .contains("does not use");
        assertThat(orchestrator
                        .admin()
                        .post(path, Map.of("device_ids", devices))
                        .fieldError("device_ids"))
                .contains("4 entries");
        long unused = scene.newCredential();
        assertThat(orchestrator
                        .admin()
                        .post("/credentials/%d/login-test".formatted(unused))
                        .fieldError("device_ids"))
                .contains("No device uses");
        orchestrator.admin().post("/credentials/999999/login-test").problem(404);
    }

    @Test
    void thePageGoesToTheJobOrToTheRun() {
        try (Browser browser = new Browser(orchestrator.url())) {
            browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
            String page = "/credentials/" + credential;
            assertThat(browser.get(page).body()).contains("4 devices", "Test login", "Rotate");
            HttpResponse<String> one = browser.submit(
                    page,
                    page + "/login-test",
                    Map.of("device", devices.getFirst().toString()));
            assertThat(one.headers().firstValue("Location").orElse("")).contains("/jobs/");
            HttpResponse<String> some = browser.submit(page, page + "/login-test", Map.of("device", ""));
            assertThat(some.headers().firstValue("Location").orElse("")).contains("/runs/");
        }
    }
}
