package io.zonekeeper.collector.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class HeartbeatsTest {

    private final String instance = "heart-" + UUID.randomUUID();
    private final RedisClient client = RedisClient.create(Services.redisUrl());
    private final Redis redis = Redis.open(Services.redisUrl(), 1);
    private final Heartbeats heartbeats = new Heartbeats(redis);

    @AfterEach
    void end() {
        client.del(RedisKeys.collector(instance));
        client.zrem(RedisKeys.COLLECTORS, instance);
        client.close();
        redis.close();
    }

    @Test
    void aBeatAfterTheLastWordDoesNotBringTheCollectorBack() throws RedisAwayException {
        heartbeats.beat(heartbeat());
        assertThat(client.exists(RedisKeys.collector(instance))).isTrue();
        heartbeats.end(instance);
        heartbeats.beat(heartbeat());
        assertThat(client.exists(RedisKeys.collector(instance))).isFalse();
        assertThat(client.zscore(RedisKeys.COLLECTORS, instance)).isNull();
    }

    private Heartbeat heartbeat() {
        Instant now = Instant.now();
        return new Heartbeat(
                instance, "host", 1, "test", List.of(), Map.of(), 1, List.of(), 0, 0, false, List.of(), now, now);
    }
}
