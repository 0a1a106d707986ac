package io.zonekeeper.orchestrator.collector;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.JedisURIHelper;

/** The one client of Redis: bounded in connections and in the time any of them may take. */
@Configuration(proxyBeanMethods = false)
public class RedisSettings {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int MOST_CONNECTIONS = 32;

    @Bean(destroyMethod = "close")
    RedisClient redisClient(Environment environment) {
        return client(environment.get(SharedSettings.REDIS_URL));
    }

    /** Connects at first use, so that Redis may be away while this process starts. */
    public static RedisClient client(String url) {
        URI uri = URI.create(url);
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(MOST_CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .ssl(JedisURIHelper.isRedisSSLScheme(uri))
                .protocol(RedisProtocol.RESP2)
                .clientName("zonekeeper-orchestrator")
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .build();
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(config)
                .poolConfig(pool)
                .build();
    }
}
