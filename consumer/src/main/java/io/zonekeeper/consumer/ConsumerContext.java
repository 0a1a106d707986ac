package io.zonekeeper.consumer;

import io.zonekeeper.common.setting.SharedSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

/** What Spring does here: connection pool, migrations, transactions. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ConsumerContext {

    /** Longer than any statement of ours takes; without it a lost connection hangs for ever. */
    private static final int SOCKET_TIMEOUT_S = 300;

    private static final int CONNECT_TIMEOUT_S = 10;
    private static final int LINES_OF_A_CAUSE = 3;

    /**
     * Opens the pool and migrates the database.
     *
     * @throws StartException with a sentence, if that fails
     */
    static ConfigurableApplicationContext start(ConsumerSettings.Database database) {
        try {
            return run(database);
        } catch (RuntimeException e) {
            String cause = String.valueOf(
                            NestedExceptionUtils.getMostSpecificCause(e).getMessage())
                    .lines()
                    .limit(LINES_OF_A_CAUSE)
                    .collect(Collectors.joining(" "));
            throw new StartException("The database cannot be made ready: " + cause, e);
        }
    }

    /** Nothing a setting would change, so starting again may help. */
    static final class StartException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StartException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static ConfigurableApplicationContext run(ConsumerSettings.Database database) {
        return new SpringApplicationBuilder(ConsumerContext.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(properties(database))
                .run();
    }

    private static Map<String, Object> properties(ConsumerSettings.Database database) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.user());
        properties.put("spring.datasource.password", database.password());
        properties.put("spring.datasource.hikari.pool-name", "database");
        properties.put("spring.datasource.hikari.maximum-pool-size", 4);
        properties.put("spring.datasource.hikari.connection-timeout", 10_000);
        // A consumer that is frozen in mid-batch must not hold its devices locked.
        properties.put(
                "spring.datasource.hikari.connection-init-sql",
                SharedSettings.DATABASE_SESSION + "; set idle_in_transaction_session_timeout = '60s'");
        driverProperties()
                .forEach((name, value) ->
                        properties.put("spring.datasource.hikari.data-source-properties." + name, value));
        properties.put("logging.level.com.zaxxer.hikari", "ERROR");
        properties.put("logging.level.org.flywaydb", "WARN");
        // A failing start is told in one sentence by the command itself.
        properties.put("logging.level.org.springframework", "ERROR");
        // It would show the stack of every batch that a lost connection ends.
        properties.put("logging.level.org.springframework.transaction.support.TransactionTemplate", "OFF");
        properties.put("logging.level.org.springframework.boot.SpringApplication", "OFF");
        properties.put("logging.level.org.springframework.boot.diagnostics", "OFF");
        return properties;
    }

    static Map<String, String> driverProperties() {
        return Map.of(
                "connectTimeout", String.valueOf(CONNECT_TIMEOUT_S),
                "socketTimeout", String.valueOf(SOCKET_TIMEOUT_S),
                "tcpKeepAlive", "true",
                "reWriteBatchedInserts", "true",
                "ApplicationName", "zonekeeper-consumer");
    }
}
