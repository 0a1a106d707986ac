package io.zonekeeper.orchestrator.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

class CollectorPageTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static final String INSTANCE = "page-" + UUID.randomUUID();
    private static Browser browser;

    @BeforeAll
    static void beat() {
        LiveCollector.of(INSTANCE, List.of("dmz"))
                .at("jump-host", 4711, "0.1.0")
                .refusing(Map.of("lab", "there is no key for it"))
                .slots(200)
                .ended(12, 3)
                .clockBehind(Duration.ofSeconds(100))
                .beat(orchestrator, Duration.ofSeconds(60));
        browser = new Browser(orchestrator.url());
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    @AfterAll
    static void forget() {
        LiveCollector.forget(orchestrator.bean(RedisClient.class), INSTANCE);
        browser.close();
    }

    @Test
    void itsPageShowsWhatItDoesAndWhatItRefuses() {
        assertThat(browser.get("/collectors/" + INSTANCE).body())
                .contains("0 of 200", "jump-host, process 4711", "there is no key for it", "off: set it by NTP");
        assertThat(browser.get("/collectors").body()).contains("href=\"/collectors/" + INSTANCE);
        assertThat(browser.get("/collectors/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void itIsDrainedAndResumedThere() {
        RedisClient redis = orchestrator.bean(RedisClient.class);
        String page = "/collectors/" + INSTANCE;
        assertThat(browser.submit(page, page + "/drain", Map.of()).statusCode()).isEqualTo(302);
        assertThat(redis.hgetAll(RedisKeys.controlInstance(INSTANCE))).containsEntry("drain", "true");
        assertThat(browser.submit(page, page + "/resume", Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(redis.hgetAll(RedisKeys.controlInstance(INSTANCE))).isEmpty();
    }
}
