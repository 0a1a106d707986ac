package io.zonekeeper.devenv.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.GitRepository;
import io.zonekeeper.devenv.stack.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CollectorDeathTest {

    private static final int DEVICES = 200;
    private static final int SLOTS = 60;
    private static final int OPEN_SESSIONS = 50;
    /** A lock outlives its dead holder by 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void backsUpEveryDeviceOnceThoughACollectorIsKilledAmidItsSessions() throws Exception {
        try (ChainUnderTest chain = new ChainUnderTest("collector-death", Map.of())) {
            ChainUnderTest.Group group = chain.createGroup(Map.of("slots", SLOTS));
            List<Program> collectors = chain.startCollectors(group, 2);
            for (int number = 1; number <= DEVICES; number++) {
                DeviceSpec spec = DeviceSpec.of(
                        "device" + number, Platform.CISCO_IOS, ChainUnderTest.USERNAME, ChainUnderTest.PASSWORD);
                chain.add(group, spec.withEnableSecret(ChainUnderTest.ENABLE_SECRET), "cisco-ios");
            }
            chain.fleet().devices().forEach(device -> device.setThinkTime(Duration.ofMillis(500)));

            String run = chain.run();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> chain.fleet().ledger().summary().openSessions() >= OPEN_SESSIONS);
            chain.stack().forget(collectors.getFirst());
            collectors.getFirst().kill();

            JsonNode counts = chain.await(run, PATIENCE).path("counts");
            assertThat(counts.path("success").asInt()).isEqualTo(DEVICES);
            assertThat(counts.path("total").asInt()).isEqualTo(DEVICES);
            assertThat(chain.fleet().ledger().summary().overlaps()).isZero();
            assertThat(chain.fleet().ledger().summary().sessions()).isGreaterThan(DEVICES);
            assertThat(chain.database().number("select count(*) from config_version"))
                    .isEqualTo(DEVICES);
            assertThat(chain.database().number("select count(distinct device_id) from config_version"))
                    .isEqualTo(DEVICES);
            assertThat(chain.database().number("select count(*) from job where finished_at is null"))
                    .isZero();
            GitRepository git = new GitRepository(chain.gitRepository());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(git.commits()).isEqualTo(DEVICES));
        }
    }
}
