package io.zonekeeper.orchestrator;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import io.zonekeeper.common.setting.SharedSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of the orchestrator, beside {@link SharedSettings}. */
public final class OrchestratorSettings {

    /** What PostgreSQL shows of the connections of a running orchestrator. */
    public static final String APPLICATION = "zonekeeper-orchestrator";

    public static final Setting HTTP_ADDRESS =
            Setting.of("ZONEKEEPER_HTTP_ADDRESS", "127.0.0.1", "Address the pages and the API are served on.");

    public static final Setting HTTP_PORT =
            Setting.of("ZONEKEEPER_HTTP_PORT", "8080", "Port the pages and the API are served on.");

    public static final Setting MASTER_KEY = Setting.of(
                    "ZONEKEEPER_MASTER_KEY",
                    null,
                    "The key that seals credentials, 32 bytes in base64, as \"openssl rand -base64 32\" makes one.")
            .asSecret();

    public static final Setting SETUP_TOKEN_FILE = Setting.of(
            "ZONEKEEPER_SETUP_TOKEN_FILE",
            "zonekeeper-setup-token",
            "File the one-time token for creating the first administrator is written to.");

    public static final Setting COLLECTOR_AMQP_URL = Setting.of(
                    "ZONEKEEPER_COLLECTOR_AMQP_URL",
                    null,
                    "RabbitMQ as the collectors reach it, for the start command; without it ZONEKEEPER_AMQP_URL.")
            .asSecret();

    public static final Setting COLLECTOR_REDIS_URL = Setting.of(
                    "ZONEKEEPER_COLLECTOR_REDIS_URL",
                    null,
                    "Redis as the collectors reach it, for the start command; without it ZONEKEEPER_REDIS_URL.")
            .asSecret();

    public static final Setting DATABASE_CONNECTIONS =
            Setting.of("ZONEKEEPER_DATABASE_CONNECTIONS", "20", "Connections kept to PostgreSQL, at most.");

    public static final Setting STALE_AFTER = Setting.of(
            "ZONEKEEPER_STALE_AFTER",
            "2d",
            "Age of a device's last backup from which on the overview counts it as stale.");

    /** For the table of settings; those of dispatching are with it. */
    static final List<Setting> ALL = List.of(
            HTTP_ADDRESS,
            HTTP_PORT,
            MASTER_KEY,
            SETUP_TOKEN_FILE,
            SharedSettings.DATABASE_URL,
            SharedSettings.DATABASE_USER,
            SharedSettings.DATABASE_PASSWORD,
            DATABASE_CONNECTIONS,
            SharedSettings.AMQP_URL,
            SharedSettings.REDIS_URL,
            SharedSettings.RESULTS_STREAM,
            COLLECTOR_AMQP_URL,
            COLLECTOR_REDIS_URL,
            STALE_AFTER);

    static Map<String, Object> springProperties(Environment environment) {
        Map<String, Object> properties = new LinkedHashMap<>(FIXED);
        properties.put("server.address", environment.get(HTTP_ADDRESS));
        properties.put("server.port", environment.number(HTTP_PORT, 0, 65535));
        properties.put("spring.datasource.url", environment.get(SharedSettings.DATABASE_URL));
        properties.put("spring.datasource.username", environment.get(SharedSettings.DATABASE_USER));
        properties.put("spring.datasource.password", environment.get(SharedSettings.DATABASE_PASSWORD));
        properties.put("spring.datasource.hikari.maximum-pool-size", environment.number(DATABASE_CONNECTIONS, 2, 500));
        AmqpAddress amqp = AmqpAddress.parse(SharedSettings.AMQP_URL.name(), environment.get(SharedSettings.AMQP_URL));
        properties.put("spring.rabbitmq.addresses", amqp.hostAndPort());
        properties.put("spring.rabbitmq.virtual-host", amqp.virtualHost());
        properties.put("spring.rabbitmq.username", amqp.user());
        properties.put("spring.rabbitmq.password", amqp.password());
        properties.put("spring.rabbitmq.ssl.enabled", amqp.tls());
        return properties;
    }

    private static final Map<String, Object> FIXED = Map.ofEntries(
            Map.entry("spring.application.name", APPLICATION),
            Map.entry("spring.main.banner-mode", "off"),
            Map.entry("spring.main.log-startup-info", false),
            Map.entry("logging.level.org.springframework", "warn"),
            Map.entry("logging.level.org.springframework.boot.web.server.servlet.context", "error"),
            Map.entry("logging.level.org.apache.catalina", "warn"),
            Map.entry("logging.level.org.flywaydb", "warn"),
            Map.entry("logging.level.org.flywaydb.core.internal.command.DbMigrate", "info"),
            // A connection that breaks is told by whoever needed it, in one line.
            Map.entry("logging.level.com.zaxxer.hikari", "error"),
            Map.entry("logging.level.org.springframework.transaction", "off"),
            Map.entry("spring.threads.virtual.enabled", true),
            Map.entry("spring.jackson.property-naming-strategy", "SNAKE_CASE"),
            Map.entry("spring.jackson.deserialization.fail-on-unknown-properties", true),
            Map.entry("spring.datasource.hikari.minimum-idle", 2),
            Map.entry("spring.datasource.hikari.connection-timeout", 5000),
            Map.entry("spring.datasource.hikari.connection-init-sql", SharedSettings.DATABASE_SESSION),
            Map.entry("spring.datasource.hikari.data-source-properties.reWriteBatchedInserts", true),
            Map.entry("spring.datasource.hikari.data-source-properties.ApplicationName", APPLICATION),
            Map.entry("spring.rabbitmq.connection-timeout", "5s"),
            Map.entry("spring.rabbitmq.requested-heartbeat", "15s"),
            Map.entry("spring.rabbitmq.channel-rpc-timeout", "15s"),
            Map.entry("spring.rabbitmq.publisher-confirm-type", "correlated"),
            Map.entry("spring.rabbitmq.publisher-returns", true),
            Map.entry("spring.rabbitmq.template.mandatory", true),
            Map.entry("management.endpoints.web.exposure.include", "health"),
            Map.entry("management.endpoint.health.probes.enabled", true),
            Map.entry("management.endpoint.health.group.readiness.include", "readinessState,db"),
            Map.entry("server.error.whitelabel.enabled", false),
            Map.entry("server.tomcat.max-http-form-post-size", "1MB"),
            // Over this the server cannot say what is wrong; the sentence comes at 16 MiB.
            Map.entry("spring.servlet.multipart.max-file-size", "64MB"),
            Map.entry("spring.servlet.multipart.max-request-size", "65MB"));

    private OrchestratorSettings() {}
}
