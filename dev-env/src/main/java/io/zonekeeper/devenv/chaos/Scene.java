package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.FakeFleet;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.OwnDatabase;
import io.zonekeeper.devenv.stack.OwnRedis;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The whole product with a database, a Redis database and one group of its own, before a fleet of sound devices. Roles are named
 * {@code orchestrator}, {@code consumer}, {@code collector-1} and so on; a program that was ended can be started again under its
 * role.
 */
public final class Scene implements AutoCloseable {

    private static final String USERNAME = "backup";
    private static final String PASSWORD = "chaos-Passw0rd";
    private static final String ENABLE_SECRET = "chaos-Enable-S3cret";
    private static final int LEAST_THINK_MILLIS = 400;
    private static final int LIMIT_SECONDS = 20;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(60);

    private final List<AutoCloseable> resources = new ArrayList<>();
    private final Map<String, Program> roles = new HashMap<>();
    private final Plan plan;
    private final Services services;
    private final OwnDatabase database;
    private final FakeFleet fleet;
    private final Stack stack;
    private final Api api;
    private final Broker broker;
    private final String group;
    private final String startCommand;
    private final Random random;
    private int revision = 1;

    /**
     * @param devices in the group
     * @param slots of each collector
     * @param collectors to begin with
     * @param settings of orchestrator and consumer
     * @param unsafe the {@code ZONEKEEPER_TEST_UNSAFE} of all processes; empty for none
     * @param seed of what is left to chance
     */
    public record Plan(int devices, int slots, int collectors, Map<String, String> settings, String unsafe, long seed) {

        private Map<String, String> switches() {
            return unsafe.isEmpty()
                    ? Map.of()
                    : Map.of("ZONEKEEPER_TEST_UNSAFE", unsafe, "ZONEKEEPER_TEST_UNSAFE_CONFIRM", "this-loses-data");
        }
    }

    public Scene(Installation installation, Services given, Path folder, Plan plan) throws Exception {
        this.plan = plan;
        this.random = new Random(plan.seed());
        try {
            database = keep(OwnDatabase.create(given));
            OwnRedis redis = keep(OwnRedis.claim(given));
            services = given.withDatabaseUrl(database.url()).withRedisUrl(redis.url());
            broker = new Broker(given.amqpUrl());
            fleet = keep(FakeFleet.start());
            Map<String, String> settings = new HashMap<>(Map.of(
                    "ZONEKEEPER_START_WINDOW", "120s",
                    "ZONEKEEPER_RETRY_BACKOFF", "1s",
                    "ZONEKEEPER_MAX_ATTEMPTS", "5"));
            settings.putAll(plan.settings());
            stack = keep(new Stack(installation, services, Stack.createFolder(folder), settings));
            roles.put("orchestrator", startOrchestrator());
            start("consumer");
            api = stack.setUp(role("orchestrator"));
            group = "chaos-" + Long.toHexString(System.nanoTime());
            startCommand = api.post("/groups", Map.of("name", group, "slots", plan.slots()))
                    .path("start_command")
                    .asString();
            makeDevices();
            for (int number = 1; number <= plan.collectors(); number++) {
                start("collector-" + number);
            }
            stack.awaitCollectors(api, group, plan.collectors());
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private void makeDevices() throws IOException {
        api.post(
                "/credentials",
                Map.of("name", "devices", "username", USERNAME, "password", PASSWORD, "enable_secret", ENABLE_SECRET));
        for (int number = 1; number <= plan.devices(); number++) {
            FakeDevice device = fleet.add(DeviceSpec.of("device" + number, Platform.CISCO_IOS, USERNAME, PASSWORD));
            device.setThinkTime(Duration.ofMillis(LEAST_THINK_MILLIS + random.nextInt(LEAST_THINK_MILLIS)));
            api.post(
                    "/devices",
                    Map.of(
                            "group",
                            group,
                            "name",
                            device.name(),
                            "address",
                            device.address(),
                            "port",
                            device.port(),
                            "platform",
                            "cisco-ios",
                            "credential",
                            "devices",
                            "limit_seconds",
                            LIMIT_SECONDS));
        }
    }

    /** What the product is told to log in with, and may show nowhere. */
    static List<String> secrets() {
        return List.of(PASSWORD, ENABLE_SECRET);
    }

    Plan plan() {
        return plan;
    }

    Api api() {
        return api;
    }

    Stack stack() {
        return stack;
    }

    FakeFleet fleet() {
        return fleet;
    }

    OwnDatabase database() {
        return database;
    }

    Services services() {
        return services;
    }

    Broker broker() {
        return broker;
    }

    String group() {
        return group;
    }

    String queue() {
        return "collector.group." + group;
    }

    /** Of every device's configuration. */
    int revision() {
        return revision;
    }

    Random random() {
        return random;
    }

    Program role(String name) {
        Program program = roles.get(name);
        if (program == null) {
            throw new IllegalArgumentException("no program has the role " + name);
        }
        return program;
    }

    /** Starts the program of a role, in place of the one that had it. */
    Program start(String role) {
        Program program;
        if (role.startsWith("orchestrator")) {
            program = startOrchestrator();
        } else if (role.startsWith("consumer")) {
            program = stack.startConsumer(role, role, plan.switches());
        } else {
            program = stack.startCollector(role, startCommand, plan.switches());
        }
        roles.put(role, program);
        return program;
    }

    private Program startOrchestrator() {
        return stack.startOrchestrator("orchestrator", stack.port(), plan.switches());
    }

    Program startOrchestrator(String role, int port) {
        Program program = stack.startOrchestrator(role, port, plan.switches());
        roles.put(role, program);
        return program;
    }

    /** Ends it as {@code kill -9} does. */
    void kill(String role) {
        Program program = role(role);
        stack.forget(program);
        program.kill();
    }

    /** Gives every device another configuration and starts a run of all; returns its id. */
    String startRun() {
        revision++;
        fleet.devices().forEach(device -> device.setRevision(revision));
        return startRunAgain();
    }

    /** A run with configurations as they are. */
    String startRunAgain() {
        return api.post("/runs", Map.of("group", group)).path("id").asString();
    }

    /** Waits until this much is under way, and tells what is. */
    Moment awaitLoad(int sessions, int unstored) {
        return Wait.forValue(
                "%d sessions were open and %d results unstored".formatted(sessions, unstored), LOAD_PATIENCE, () -> {
                    long end = System.nanoTime() + LOOK.toNanos();
                    while (System.nanoTime() < end) {
                        if (unstored() >= unstored && fleet.ledger().summary().openSessions() >= sessions) {
                            return Optional.of(moment());
                        }
                    }
                    return Optional.empty();
                });
    }

    /** Waits until at least this many jobs wait for a collector. */
    Moment awaitQueue(int jobs) {
        Wait.until("%d jobs waited".formatted(jobs), LOAD_PATIENCE, () -> broker.ready(queue()) >= jobs);
        return moment();
    }

    /** Changes the database behind the product's back. */
    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        services.databaseUrl(), services.databaseUser(), services.databasePassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("not done: " + sql, e);
        }
    }

    long unstored() {
        try (Jedis jedis = redis()) {
            return jedis.xlen(services.resultsStream());
        }
    }

    Jedis redis() {
        return new Jedis(URI.create(services.redisUrl()));
    }

    Moment moment() {
        return new Moment(fleet.ledger().summary().openSessions(), unstored(), number("""
                        select count(*) from attempt where published_at is not null and settled_at is null"""));
    }

    /** Of a query for one number, for which PostgreSQL has to answer. */
    long number(String query) {
        try {
            return database.number(query);
        } catch (SQLException e) {
            throw new IllegalStateException("not answered: " + query, e);
        }
    }

    /** Whether a query has this answer now; no while PostgreSQL is away. */
    boolean isNumber(long expected, String query) {
        try {
            return database.number(query) == expected;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether the stream is empty now; no while Redis is away. */
    boolean isStreamEmpty() {
        try {
            return unstored() == 0;
        } catch (JedisException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        Exception failure = null;
        for (AutoCloseable resource : resources.reversed()) {
            try {
                resource.close();
            } catch (IOException | SQLException | RuntimeException e) {
                failure = e;
            }
        }
        resources.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        resources.add(resource);
        return resource;
    }
}
