package io.zonekeeper.collector.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/** The one way to Redis: a bounded pool, and every failure a {@link RedisAwayException}. Connects on first use. Thread-safe. */
public final class Redis implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 32;
    private static final int LEAST_CONNECTIONS = 4;
    private static final int CONNECTING_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 5_000;
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);

    private static final Duration READING_LIFE = Duration.ofSeconds(1);

    private final RedisClient client;
    private final HostAndPort address;
    private volatile @Nullable Reading reading;

    /** @param askedAt by {@link System#nanoTime()}, so that it is never taken for younger than it is */
    private record Reading(Instant time, long askedAt) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - askedAt);
        }
    }

    /** One conversation with Redis. */
    interface Call<T> {
        T with(RedisClient client);
    }

    private Redis(RedisClient client, HostAndPort address) {
        this.client = client;
        this.address = address;
    }

    /**
     * @param url as in {@link SharedSettings#REDIS_URL}
     * @param slots jobs at once, which size the pool
     * @throws SettingException if the URL is none
     */
    public static Redis open(String url, int slots) {
        URI uri = parse(url);
        HostAndPort address = JedisURIHelper.getHostAndPort(uri);
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(CONNECTING_MILLIS)
                .socketTimeoutMillis(ANSWER_MILLIS)
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .clientName("zonekeeper-collector");
        if (JedisURIHelper.isRedisSSLScheme(uri)) {
            SSLParameters checkingTheName = new SSLParameters();
            checkingTheName.setEndpointIdentificationAlgorithm("HTTPS");
            config.ssl(true).sslParameters(checkingTheName);
        }
        RedisClient client = RedisClient.builder()
                .hostAndPort(address)
                .clientConfig(config.build())
                .poolConfig(pool(slots))
                .build();
        return new Redis(client, address);
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url);
            if (JedisURIHelper.isValid(uri) && isRedis(uri)) {
                JedisURIHelper.getDBIndex(uri);
                return uri;
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw malformed(e);
        }
        throw malformed(null);
    }

    private static boolean isRedis(URI uri) {
        return JedisURIHelper.isRedisScheme(uri) || JedisURIHelper.isRedisSSLScheme(uri);
    }

    /** The value is left out, since it may hold a password. */
    private static SettingException malformed(@Nullable Exception cause) {
        String message =
                "%s is no address of Redis: write redis://user:password@host:port/database, or rediss:// for TLS."
                        .formatted(SharedSettings.REDIS_URL.name());
        return cause == null ? new SettingException(message) : new SettingException(message, cause);
    }

    private static ConnectionPoolConfig pool(int slots) {
        int connections = Math.clamp(slots, LEAST_CONNECTIONS, MOST_CONNECTIONS);
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMaxWait(WAIT_FOR_CONNECTION);
        pool.setFairness(true);
        pool.setJmxEnabled(false);
        return pool;
    }

    /** {@code host:port}. */
    public String address() {
        return address.toString();
    }

    /** The clock all collectors share, asked once a second at most and counted on from there. */
    public Instant time() throws RedisAwayException {
        Reading last = reading;
        if (last == null || last.age().compareTo(READING_LIFE) >= 0) {
            last = readTime();
            reading = last;
        }
        return last.time().plus(last.age());
    }

    private Reading readTime() throws RedisAwayException {
        long askedAt = System.nanoTime();
        Object reply = call(redis -> redis.sendCommand(Protocol.Command.TIME));
        List<?> parts = (List<?>) reply;
        return new Reading(Instant.ofEpochSecond(number(parts.get(0)), number(parts.get(1)) * 1_000), askedAt);
    }

    private static long number(Object reply) {
        return Long.parseLong(new String((byte[]) reply, UTF_8));
    }

    <T> T call(Call<T> call) throws RedisAwayException {
        try {
            return call.with(client);
        } catch (JedisConnectionException e) {
            // After a restart of Redis every idle connection is dead: one failure shall be enough to find out.
            client.getPool().clear();
            throw away("cannot be reached", e);
        } catch (JedisDataException e) {
            throw away("refuses", e);
        } catch (JedisException e) {
            throw away("is too slow", e);
        }
    }

    RedisAwayException away(String verb, Exception cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new RedisAwayException("Redis at %s %s (%s).".formatted(address, verb, reason), isRefusal(root), cause);
    }

    private static boolean isRefusal(Throwable root) {
        String message = root.getMessage();
        return root instanceof JedisDataException
                && message != null
                && (message.startsWith("NOAUTH")
                        || message.startsWith("WRONGPASS")
                        || message.startsWith("NOPERM")
                        || message.contains("invalid password")
                        || message.contains("without any password")
                        || message.contains("DB index is out of range"));
    }

    @Override
    public void close() {
        client.close();
    }
}
