package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.FakeFleet;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.GitRepository;
import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A chain with one group before a fleet of sound devices. Roles are named {@code orchestrator}, {@code consumer},
 * {@code collector-1} and so on; a program that was ended can be started again under its role.
 */
public final class Scene implements AutoCloseable {

    private static final String CONSUMER_GROUP = "zonekeeper";
    private static final int LEAST_THINK_MILLIS = 400;
    private static final int LIMIT_SECONDS = 20;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(60);
    private static final Duration RESTART_PATIENCE = Duration.ofSeconds(120);

    private final Map<String, Program> roles = new HashMap<>();
    private final Plan plan;
    private final Chain chain;
    private final Broker broker;
    private final Chain.Group group;
    private final Random random;
    private int revision = 1;

    /**
     * @param devices in the group
     * @param slots of each collector
     * @param collectors to begin with
     * @param unsafe the {@code ZONEKEEPER_TEST_UNSAFE} of all processes; empty for none
     * @param seed of what is left to chance
     */
    public record Plan(int devices, int slots, int collectors, String unsafe, long seed) {

        private Map<String, String> switches() {
            return unsafe.isEmpty()
                    ? Map.of()
                    : Map.of("ZONEKEEPER_TEST_UNSAFE", unsafe, "ZONEKEEPER_TEST_UNSAFE_CONFIRM", "this-loses-data");
        }
    }

    public Scene(Installation installation, Services given, Path folder, Plan plan) throws Exception {
        this.plan = plan;
        this.random = new Random(plan.seed());
        // All else is as it is by default.
        Map<String, String> settings =
                new HashMap<>(Map.of("ZONEKEEPER_RETRY_BACKOFF", "1s", "ZONEKEEPER_MAX_ATTEMPTS", "5"));
        settings.putAll(plan.switches());
        chain = new Chain(installation, given, folder, settings);
        try {
            broker = new Broker(chain.services().amqpUrl());
            roles.put("orchestrator", chain.orchestrator());
            roles.put("consumer", chain.consumer());
            group = chain.createGroup(Map.of("slots", plan.slots()));
            makeDevices();
            for (int number = 1; number <= plan.collectors(); number++) {
                start("collector-" + number);
            }
            awaitCollectors(plan.collectors());
        } catch (Exception | Error e) {
            chain.close();
            throw e;
        }
    }

    private void makeDevices() throws IOException {
        for (int number = 1; number <= plan.devices(); number++) {
            FakeDevice device =
                    fleet().add(DeviceSpec.of("device" + number, Platform.CISCO_IOS, Chain.USERNAME, Chain.PASSWORD));
            device.setThinkTime(Duration.ofMillis(LEAST_THINK_MILLIS + random.nextInt(LEAST_THINK_MILLIS)));
            chain.add(group, device, "cisco-ios", Map.of("limit_seconds", LIMIT_SECONDS));
        }
    }

    /** What the product is told to log in with, and may show nowhere. */
    static List<String> secrets() {
        return List.of(Chain.PASSWORD, Chain.ENABLE_SECRET);
    }

    Plan plan() {
        return plan;
    }

    Api api() {
        return chain.api();
    }

    Stack stack() {
        return chain.stack();
    }

    FakeFleet fleet() {
        return chain.fleet();
    }

    GitRepository git() {
        return chain.git();
    }

    Services services() {
        return chain.services();
    }

    Broker broker() {
        return broker;
    }

    String group() {
        return group.name();
    }

    String queue() {
        return group.queue();
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
            program = stack().startOrchestrator(role, stack().port(), Map.of());
        } else if (role.startsWith("consumer")) {
            program = stack().startConsumer(role, role, Map.of());
        } else {
            program = stack().startCollector(role, group.startCommand(), plan.switches());
        }
        roles.put(role, program);
        return program;
    }

    /** Starts orchestrator or consumer as a supervisor does, and waits until it is at work. */
    void restart(String role) {
        long start = System.nanoTime();
        Program program = start(role);
        if (role.startsWith("orchestrator")) {
            stack().awaitReady(program, api());
            return;
        }
        Wait.until("%s read the stream".formatted(role), RESTART_PATIENCE, () -> {
            Stack.requireRunning(program);
            return hasReadSince(role, start);
        });
    }

    private boolean hasReadSince(String consumer, long nanoTime) {
        try (Jedis jedis = redis()) {
            return jedis.xinfoConsumers(services().resultsStream(), CONSUMER_GROUP).stream()
                    .anyMatch(each -> each.getName().equals(consumer)
                            && each.getIdle()
                                    < Duration.ofNanos(System.nanoTime() - nanoTime)
                                            .toMillis());
        } catch (JedisException e) {
            return false;
        }
    }

    Program startOrchestrator(String role, int port) {
        Program program = stack().startOrchestrator(role, port, Map.of());
        roles.put(role, program);
        return program;
    }

    void awaitCollectors(int count) {
        stack().awaitCollectors(api(), group(), count);
    }

    /** Ends it as {@code kill -9} does. */
    void kill(String role) {
        Program program = role(role);
        stack().forget(program);
        program.kill();
    }

    /** Gives every device another configuration and starts a run of all; returns its id. */
    String startRun() {
        revision++;
        fleet().devices().forEach(device -> device.setRevision(revision));
        return startRunAgain();
    }

    /** A run with configurations as they are. */
    String startRunAgain() {
        return chain.run(Map.of("group", group()));
    }

    /** Waits until this much is under way, and tells what is. */
    Moment awaitLoad(int sessions, int unstored) {
        return Wait.forValue(
                "%d sessions were open and %d results unstored".formatted(sessions, unstored), LOAD_PATIENCE, () -> {
                    long end = System.nanoTime() + LOOK.toNanos();
                    while (System.nanoTime() < end) {
                        if (unstored() >= unstored && openSessions() >= sessions) {
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
        try (Connection connection = chain.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("not done: " + sql, e);
        }
    }

    Connection connect() throws SQLException {
        return chain.database().connect();
    }

    int openSessions() {
        return (int) fleet().ledger().summary().openSessions();
    }

    long unstored() {
        try (Jedis jedis = redis()) {
            return jedis.xlen(services().resultsStream());
        }
    }

    /** Whether a consumer has been given results that it has not acknowledged. */
    boolean isPending(String consumer) {
        try (Jedis jedis = redis()) {
            return jedis.xinfoConsumers(services().resultsStream(), CONSUMER_GROUP).stream()
                    .anyMatch(each -> each.getName().equals(consumer) && each.getPending() > 0);
        }
    }

    Jedis redis() {
        return new Jedis(URI.create(services().redisUrl()));
    }

    Moment moment() {
        return new Moment(openSessions(), unstored(), number("""
                        select count(*) from attempt where published_at is not null and settled_at is null"""));
    }

    /** Of a query for one number, for which PostgreSQL has to answer. */
    long number(String query) {
        try {
            return chain.database().number(query);
        } catch (SQLException e) {
            throw new IllegalStateException("not answered: " + query, e);
        }
    }

    /** Whether a query has this answer now; no while PostgreSQL is away. */
    boolean isNumber(long expected, String query) {
        try {
            return chain.database().number(query) == expected;
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
        chain.close();
    }
}
