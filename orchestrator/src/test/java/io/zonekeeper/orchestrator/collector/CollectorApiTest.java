package io.zonekeeper.orchestrator.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.orchestrator.LiveCollector;
import io.zonekeeper.orchestrator.ManualClock;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;

class CollectorApiTest {

    private static final ManualClock clock = OrchestratorFixture.CLOCK;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.sharedByHand();

    private final String instance = "test-" + UUID.randomUUID();

    private static RedisClient redis() {
        return orchestrator.bean(RedisClient.class);
    }

    @AfterEach
    void forget() {
        LiveCollector.forget(redis(), instance);
    }

    private void heartbeat(String group) {
        LiveCollector.of(instance, List.of(group)).beat(redis(), clock.instant(), Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(1));
    }

    private List<JsonNode> listed() {
        List<JsonNode> listed = new ArrayList<>();
        orchestrator.admin().get("/collectors").expect(200).json().path("items").forEach(collector -> {
            if (collector.path("instance").asString().equals(instance)) {
                listed.add(collector);
            }
        });
        return listed;
    }

    @Test
    void aLiveCollectorIsListedUntilItsHeartbeatExpires() {
        heartbeat("dmz");
        assertThat(listed()).singleElement().satisfies(collector -> {
            assertThat(collector.path("groups").get(0).asString()).isEqualTo("dmz");
            assertThat(collector.path("slots").asInt()).isEqualTo(20);
        });
        redis().del(RedisKeys.collector(instance));
        clock.advance(Duration.ofSeconds(1));
        assertThat(listed()).isEmpty();
    }

    @Test
    void aHeartbeatThatCannotBeReadHidesNoOther() {
        heartbeat("dmz");
        String broken = instance + "-broken";
        redis().setex(RedisKeys.collector(broken), 30, "{");
        redis().zadd(RedisKeys.COLLECTORS, clock.instant().toEpochMilli(), broken);
        clock.advance(Duration.ofSeconds(1));
        assertThat(listed()).hasSize(1);
        redis().zrem(RedisKeys.COLLECTORS, broken);
        redis().del(RedisKeys.collector(broken));
    }

    @Test
    void aCollectorIsDrainedAndResumed() {
        heartbeat("dmz");
        orchestrator.admin().post("/collectors/%s/drain".formatted(instance)).expect(204);
        assertThat(redis().hgetAll(RedisKeys.controlInstance(instance))).containsEntry("drain", "true");
        orchestrator.admin().post("/collectors/%s/resume".formatted(instance)).expect(204);
        assertThat(redis().hgetAll(RedisKeys.controlInstance(instance))).isEmpty();
        assertThat(orchestrator.admin().post("/collectors/nobody/drain").problem(404))
                .contains("nobody");
        orchestrator
                .userWithRole("viewer")
                .post("/collectors/%s/drain".formatted(instance))
                .problem(403);
    }

    @Test
    void theControlsOfAGroupFollowIt() {
        String group = orchestrator.newGroup();
        String key = RedisKeys.controlGroup(new GroupName(group));
        GroupControls controls = orchestrator.bean(GroupControls.class);
        orchestrator
                .admin()
                .patch("/groups/" + group, Map.of("slots", 7, "session_rate", 3))
                .expect(200);
        orchestrator
                .admin()
                .post("/groups/%s/pause".formatted(group), Map.of("reason", "works"))
                .expect(200);
        controls.tick();
        assertThat(redis().hgetAll(key))
                .containsOnly(Map.entry("paused", "true"), Map.entry("slots", "7"), Map.entry("session_rate", "3"));
        redis().del(key);
        orchestrator.admin().post("/groups/%s/resume".formatted(group)).expect(200);
        controls.tick();
        assertThat(redis().hgetAll(key)).containsOnly(Map.entry("slots", "7"), Map.entry("session_rate", "3"));
        redis().del(key);
    }
}
