package io.zonekeeper.orchestrator.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Instant;
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
    static final OrchestratorFixture orchestrator = new OrchestratorFixture();

    private static final String INSTANCE = "page-" + UUID.randomUUID();
    private static Browser browser;

    @BeforeAll
    static void beat() {
        Instant now = Instant.now();
        RedisClient redis = orchestrator.bean(RedisClient.class);
        redis.setex(
                RedisKeys.collector(INSTANCE),
                60,
                new Heartbeat(
                                INSTANCE,
                                "jump-host",
                                4711,
                                "0.1.0",
                                List.of(new GroupName("dmz")),
                                Map.of("lab", "there is no key for it"),
                                200,
                                List.of(),
                                12,
                                3,
                                false,
                                List.of(),
                                now,
                                now.minusSeconds(100))
                        .toJson());
        redis.zadd(RedisKeys.COLLECTORS, now.toEpochMilli(), INSTANCE);
        browser = new Browser(orchestrator.url());
        browser.logIn(OrchestratorFixture.ADMIN, OrchestratorFixture.ADMIN_PASSWORD);
    }

    @AfterAll
    static void forget() {
        RedisClient redis = orchestrator.bean(RedisClient.class);
        redis.zrem(RedisKeys.COLLECTORS, INSTANCE);
        redis.del(RedisKeys.collector(INSTANCE), RedisKeys.controlInstance(INSTANCE));
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
