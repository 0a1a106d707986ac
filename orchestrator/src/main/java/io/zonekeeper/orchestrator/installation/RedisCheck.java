package io.zonekeeper.orchestrator.installation;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.orchestrator.collector.RedisSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Whether Redis or Valkey answers, lets us in, is new enough, holds streams for us and keeps what it acknowledges. */
final class RedisCheck {

    static final String NAME = "Redis";
    private static final int OLDEST = 7;
    private static final Pattern VERSION =
            Pattern.compile("(?m)^(?:redis_version|valkey_version):(\\d+)\\.([^\\r\\n]+)");

    /** What keeps results over a crash; see the README. */
    private static final Map<String, String> SAFE =
            Map.of("appendonly", "yes", "appendfsync", "always", "maxmemory-policy", "noeviction");

    private final Environment environment;

    RedisCheck(Environment environment) {
        this.environment = environment;
    }

    Finding look() {
        String url = environment.get(SharedSettings.REDIS_URL);
        String place;
        try {
            URI uri = URI.create(url.strip());
            place = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException e) {
            return Finding.failed(
                    NAME,
                    "%s is no address of Redis.".formatted(SharedSettings.REDIS_URL.name()),
                    "Write redis://user:password@host:port/database, or rediss:// for TLS.");
        }
        try (RedisClient redis = RedisSettings.client(url)) {
            return look(redis, place);
        } catch (JedisConnectionException e) {
            return Finding.failed(
                    NAME,
                    "Redis at %s does not answer: %s.".formatted(place, Finding.reason(e)),
                    "Start it, and check %s and the way there.".formatted(SharedSettings.REDIS_URL.name()));
        } catch (JedisException | IllegalArgumentException e) {
            return Finding.failed(
                    NAME,
                    "Redis at %s refuses: %s.".formatted(place, Finding.reason(e)),
                    "Check user, password, database and permissions in %s.".formatted(SharedSettings.REDIS_URL.name()));
        }
    }

    private Finding look(RedisClient redis, String place) {
        redis.ping();
        for (String stream : environment.get(SharedSettings.RESULTS_STREAM).split(",")) {
            redis.xlen(stream.strip());
        }
        String server = redis.info();
        String version = version(server).orElse("of unknown version");
        if (server.contains("cluster_enabled:1")) {
            return Finding.failed(
                    NAME,
                    "Redis %s at %s runs as a cluster, which is not supported.".formatted(version, place),
                    "Use a server without cluster mode.");
        }
        if (major(version) < OLDEST) {
            return Finding.failed(
                    NAME,
                    "Redis %s answers at %s, which is too old.".formatted(version, place),
                    "Upgrade it to %d or later, or to Valkey.".formatted(OLDEST));
        }
        List<String> missing = missingSettings(redis);
        if (!missing.isEmpty()) {
            return Finding.warning(
                    NAME,
                    "Redis %s answers at %s, but may lose results when it crashes.".formatted(version, place),
                    "Set in its configuration: %s.".formatted(String.join(", ", missing)));
        }
        return Finding.ok(NAME, "Redis %s answers at %s.".formatted(version, place));
    }

    /** Empty as well where the login may not read them: that is how it should be for collectors, and no fault here. */
    private static List<String> missingSettings(RedisClient redis) {
        List<String> missing = new ArrayList<>();
        try {
            SAFE.forEach((name, value) -> {
                if (redis.sendCommand(Protocol.Command.CONFIG, "GET", name) instanceof List<?> pair
                        && pair.size() == 2
                        && !value.equals(text(pair.get(1)))) {
                    missing.add(name + " " + value);
                }
            });
        } catch (JedisDataException e) {
            return List.of();
        }
        return missing.stream().sorted().toList();
    }

    private static Optional<String> version(String info) {
        Matcher version = VERSION.matcher(info);
        return version.find() ? Optional.of(version.group(1) + "." + version.group(2)) : Optional.empty();
    }

    private static int major(String version) {
        String digits = version.replaceFirst("\\..*$", "");
        return digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : OLDEST;
    }

    private static String text(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }
}
