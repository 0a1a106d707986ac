package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.consumer.lifecycle.Backoff;
import io.zonekeeper.consumer.lifecycle.Stop;
import io.zonekeeper.consumer.stream.Redis;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Waits for the services at the start, and tells a service that is away from a setting that is wrong. */
final class Services {

    private static final Logger log = LoggerFactory.getLogger(Services.class);

    private final Stop stop;

    Services(Stop stop) {
        this.stop = stop;
    }

    /**
     * Returns when PostgreSQL answers, or a stop is requested.
     *
     * @throws SettingException if it answers and refuses
     */
    void awaitDatabase(ConsumerSettings.Database database) {
        Backoff backoff = backoff();
        while (!stop.isRequested()) {
            try (Connection _ = connect(database)) {
                return;
            } catch (SQLException e) {
                if (isRefusal(e)) {
                    throw new SettingException(
                            "PostgreSQL at %s refuses the connection (%s): check %s, %s and %s."
                                    .formatted(
                                            database.url(),
                                            firstLine(e),
                                            SharedSettings.DATABASE_URL.name(),
                                            SharedSettings.DATABASE_USER.name(),
                                            SharedSettings.DATABASE_PASSWORD.name()),
                            e);
                }
                Duration wait = backoff.next();
                log.warn(
                        "PostgreSQL does not answer at {} ({}); next try in {} s.",
                        database.url(),
                        firstLine(e),
                        wait.toSeconds());
                stop.await(wait);
            }
        }
    }

    /**
     * A client of a Redis that has answered, unless a stop was requested.
     *
     * @throws SettingException if the URL is wrong, or Redis answers and refuses
     */
    RedisClient awaitRedis(String url) {
        RedisClient redis = client(url);
        Backoff backoff = backoff();
        while (!stop.isRequested()) {
            try {
                String _ = redis.ping();
                break;
            } catch (JedisAccessControlException e) {
                throw refusal(e);
            } catch (JedisDataException e) {
                if (!String.valueOf(e.getMessage()).startsWith("LOADING")) {
                    throw refusal(e);
                }
                wait(backoff.next(), e);
            } catch (JedisException e) {
                wait(backoff.next(), e);
            }
        }
        return redis;
    }

    private void wait(Duration wait, JedisException e) {
        log.warn("Redis does not answer ({}); next try in {} s.", firstLine(e), wait.toSeconds());
        stop.await(wait);
    }

    private static RedisClient client(String url) {
        try {
            return Redis.client(url);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "%s is not valid: %s.".formatted(SharedSettings.REDIS_URL.name(), e.getMessage()), e);
        }
    }

    private static SettingException refusal(JedisException e) {
        return new SettingException(
                "Redis refuses the connection (%s): check user, password and database in %s."
                        .formatted(firstLine(e), SharedSettings.REDIS_URL.name()),
                e);
    }

    private static Connection connect(ConsumerSettings.Database database) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(ConsumerContext.driverProperties());
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        return DriverManager.getConnection(database.url(), properties);
    }

    /** SQLSTATE class 28, wrong user or password, and 3D000, no such database. */
    private static boolean isRefusal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("28") || state.equals("3D000");
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
