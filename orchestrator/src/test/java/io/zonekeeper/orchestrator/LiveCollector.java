package io.zonekeeper.orchestrator;

import static org.awaitility.Awaitility.await;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.RedisClient;

/** A collector as the orchestrator knows it: by its heartbeat in Redis. */
public final class LiveCollector {

    private final String instance;
    private final List<GroupName> groups;
    private String host = "host";
    private long pid = 1;
    private String version = "1";
    private Map<String, String> refused = Map.of();
    private int slots = 20;
    private List<TaskId> running = List.of();
    private long done;
    private long failed;
    private boolean draining;
    private List<Heartbeat.AnnouncedPlatform> platforms = List.of();
    private Duration age = Duration.ZERO;
    private Duration skew = Duration.ZERO;

    private LiveCollector(String instance, Collection<String> groups) {
        this.instance = instance;
        this.groups = groups.stream().map(GroupName::new).toList();
    }

    /** One with 20 slots that does nothing. */
    public static LiveCollector of(String instance, Collection<String> groups) {
        return new LiveCollector(instance, groups);
    }

    public LiveCollector at(String onHost, long processId, String itsVersion) {
        host = onHost;
        pid = processId;
        version = itsVersion;
        return this;
    }

    public LiveCollector refusing(Map<String, String> reasons) {
        refused = reasons;
        return this;
    }

    public LiveCollector slots(int number) {
        slots = number;
        return this;
    }

    public LiveCollector running(List<TaskId> tasks) {
        running = tasks;
        return this;
    }

    public LiveCollector ended(long successes, long failures) {
        done = successes;
        failed = failures;
        return this;
    }

    public LiveCollector draining(boolean isDraining) {
        draining = isDraining;
        return this;
    }

    public LiveCollector announcing(Heartbeat.AnnouncedPlatform platform) {
        platforms = List.of(platform);
        return this;
    }

    public LiveCollector startedAgo(Duration howLong) {
        age = howLong;
        return this;
    }

    /** How much its clock is behind. */
    public LiveCollector clockBehind(Duration howMuch) {
        skew = howMuch;
        return this;
    }

    /** @param life how long the heartbeat stays; a real one stays for {@link RedisKeys#HEARTBEAT_LIFE} */
    public void beat(RedisClient redis, Instant now, Duration life) {
        Heartbeat heartbeat = new Heartbeat(
                instance,
                host,
                pid,
                version,
                groups,
                refused,
                slots,
                running,
                done,
                failed,
                draining,
                platforms,
                now.minus(age),
                now.minus(skew));
        redis.setex(RedisKeys.collector(instance), life.toSeconds(), heartbeat.toJson());
        redis.zadd(RedisKeys.COLLECTORS, now.toEpochMilli(), instance);
    }

    /** Beats by the real time, and returns when the orchestrator has seen it, which looks only so often. */
    public void beat(OrchestratorFixture orchestrator, Duration life) {
        beat(orchestrator.bean(RedisClient.class), Instant.now(), life);
        Collectors collectors = orchestrator.bean(Collectors.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> collectors.liveness() instanceof Liveness.Known known
                        && known.heartbeats().stream()
                                .anyMatch(heartbeat -> heartbeat.instance().equals(instance)));
    }

    /** Takes its heartbeat back, since others use the same Redis. */
    public static void forget(RedisClient redis, String instance) {
        redis.zrem(RedisKeys.COLLECTORS, instance);
        redis.del(RedisKeys.collector(instance), RedisKeys.controlInstance(instance));
    }
}
