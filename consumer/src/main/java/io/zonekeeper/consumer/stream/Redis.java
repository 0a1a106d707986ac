package io.zonekeeper.consumer.stream;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.JedisURIHelper;

/** The connection to Redis or Valkey. */
public final class Redis {

    private static final int TIMEOUT_MS = 10_000;
    private static final int CONNECTIONS = 4;

    /**
     * Connects on first use.
     *
     * @throws IllegalArgumentException with a sentence that does not show the URL, which may hold a password
     */
    public static RedisClient client(String url) {
        URI uri = parsed(url);
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .clientName("zonekeeper-consumer")
                .database(JedisURIHelper.getDBIndex(uri))
                .ssl(JedisURIHelper.isRedisSSLScheme(uri))
                .connectionTimeoutMillis(TIMEOUT_MS)
                .socketTimeoutMillis(TIMEOUT_MS)
                .blockingSocketTimeoutMillis(TIMEOUT_MS + (int) ResultStreams.BLOCK.toMillis());
        if (JedisURIHelper.getPassword(uri) != null) {
            config.password(JedisURIHelper.getPassword(uri));
        }
        if (JedisURIHelper.getUser(uri) != null) {
            config.user(JedisURIHelper.getUser(uri));
        }
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MS));
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(config.build())
                .poolConfig(pool)
                .build();
    }

    private static URI parsed(String url) {
        try {
            URI uri = new URI(url);
            if (JedisURIHelper.isValid(uri)
                    && (JedisURIHelper.isRedisScheme(uri) || JedisURIHelper.isRedisSSLScheme(uri))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no URL: " + e.getReason(), e);
        }
        throw new IllegalArgumentException("write redis://user:password@host:port/database, or rediss:// for TLS");
    }

    private Redis() {}
}
