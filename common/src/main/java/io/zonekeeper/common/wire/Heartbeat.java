package io.zonekeeper.common.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a collector says of itself every few seconds, as JSON in {@link RedisKeys#collector(String)}.
 *
 * @param instance unique among live collectors
 * @param groups the groups it consumes at this moment, and no others
 * @param refusedGroups groups it was started for and does not consume, each with the reason as a sentence
 * @param slots jobs it runs at once
 * @param running jobs at work now
 * @param platforms platform key to hash of its definition
 * @param at time of the collector's clock, to see its skew
 */
public record Heartbeat(
        String instance,
        String host,
        long pid,
        String version,
        List<GroupName> groups,
        Map<String, String> refusedGroups,
        int slots,
        List<TaskId> running,
        long done,
        long failed,
        boolean draining,
        List<AnnouncedPlatform> platforms,
        Instant startedAt,
        Instant at) {

    /**
     * A platform as a collector offers it.
     *
     * @param proof {@code recorded}, {@code simulated} or null
     * @param aliases what other systems call it; empty from a collector one release older
     */
    public record AnnouncedPlatform(
            String key,
            @Nullable String vendor,
            String displayName,
            String hash,
            @Nullable String proof,
            List<String> aliases) {

        public AnnouncedPlatform {
            aliases = aliases == null ? List.of() : List.copyOf(aliases);
        }
    }

    public Heartbeat {
        groups = List.copyOf(groups);
        refusedGroups = Map.copyOf(refusedGroups);
        running = List.copyOf(running);
        platforms = List.copyOf(platforms);
    }

    public String toJson() {
        return Json.MAPPER.writeValueAsString(this);
    }

    public static Heartbeat fromJson(String json) throws WireException {
        try {
            return Json.MAPPER.readValue(json.getBytes(StandardCharsets.UTF_8), Heartbeat.class);
        } catch (JacksonException e) {
            throw new WireException("The heartbeat is not readable: " + e.getOriginalMessage(), e);
        }
    }
}
