package io.zonekeeper.common.setting;

import io.zonekeeper.common.wire.RedisKeys;

/** Settings that more than one process has. */
public final class SharedSettings {

    public static final Setting AMQP_URL = Setting.of(
                    "ZONEKEEPER_AMQP_URL",
                    "amqp://guest:guest@localhost:5672//",
                    "RabbitMQ, as amqp://user:password@host:port/vhost, or amqps:// for TLS.")
            .fallingBackTo("DEVICEVAULT_BROKER_URL", "CELERY_BROKER_URL")
            .asSecret();

    public static final Setting REDIS_URL = Setting.of(
                    "ZONEKEEPER_REDIS_URL",
                    "redis://localhost:6379/1",
                    "Redis or Valkey, as redis://user:password@host:port/database, or rediss:// for TLS.")
            .fallingBackTo("DEVICEVAULT_REDIS_URL")
            .asSecret();

    public static final Setting RESULTS_STREAM = Setting.of(
                    "ZONEKEEPER_RESULTS_STREAM",
                    RedisKeys.DEFAULT_RESULTS_STREAM,
                    "The stream results are added to; the consumer and the orchestrator take a list with commas.")
            .fallingBackTo("DEVICEVAULT_RESULTS_STREAM");

    public static final Setting DATABASE_URL = Setting.of(
            "ZONEKEEPER_DATABASE_URL",
            "jdbc:postgresql://localhost:5432/zonekeeper",
            "PostgreSQL, as jdbc:postgresql://host:port/database.");

    public static final Setting DATABASE_USER =
            Setting.of("ZONEKEEPER_DATABASE_USER", "zonekeeper", "Role at PostgreSQL.");

    public static final Setting DATABASE_PASSWORD = Setting.of(
                    "ZONEKEEPER_DATABASE_PASSWORD", "", "Password of that role.")
            .asSecret();

    /**
     * What each session with PostgreSQL begins with. Indexes are in memory, or on disks that do not seek; taken for four times as dear
     * as they are, a scan of a whole table looks cheaper than the five hundred rows that are wanted. To compile a statement takes longer
     * than any of ours runs.
     */
    public static final String DATABASE_SESSION = "set random_page_cost = 1.1; set jit = off";

    private SharedSettings() {}
}
