package io.zonekeeper.devenv.chain;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.FakeFleet;
import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.OwnDatabase;
import io.zonekeeper.devenv.stack.OwnRedis;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The whole product as separate processes from the built jars, with a database, a Redis database and groups of its own, and a
 * fleet of fake devices in this process. The logs stay under {@code target/chain}.
 */
final class ChainUnderTest implements AutoCloseable {

    static final String USERNAME = "backup";
    static final String PASSWORD = "chain-Passw0rd";
    static final String ENABLE_SECRET = "chain-Enable1";
    private static final String CREDENTIAL = "devices";

    private final List<AutoCloseable> resources = new ArrayList<>();
    private final Path folder;
    private final OwnDatabase database;
    private final OwnRedis redis;
    private final FakeFleet fleet;
    private final Stack stack;
    private final Api api;

    /** @param name of the folder below {@code target/chain} */
    ChainUnderTest(String name, Map<String, String> settings) throws Exception {
        folder = Path.of("target", "chain", name + "-" + Instant.now().toEpochMilli());
        try {
            Services given = Services.of(System.getenv());
            database = keep(OwnDatabase.create(given));
            redis = keep(OwnRedis.claim(given));
            fleet = keep(FakeFleet.start());
            stack = keep(new Stack(
                    Installation.ofClone(Path.of("..")),
                    given.withDatabaseUrl(database.url()).withRedisUrl(redis.url()),
                    Stack.createFolder(folder),
                    settings));
            Program orchestrator = stack.startOrchestrator();
            stack.startConsumer();
            api = stack.setUp(orchestrator);
            api.post(
                    "/credentials",
                    Map.of(
                            "name",
                            CREDENTIAL,
                            "username",
                            USERNAME,
                            "password",
                            PASSWORD,
                            "enable_secret",
                            ENABLE_SECRET));
        } catch (Exception | Error e) {
            close();
            throw e;
        }
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

    String redisUrl() {
        return redis.url();
    }

    Path gitRepository() {
        return stack.gitRepository();
    }

    /** A group nobody else has, and the command that starts a collector of it. */
    Group createGroup(Map<String, Object> settings) {
        String name = "chain-" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> body = new HashMap<>(settings);
        body.put("name", name);
        return new Group(name, api.post("/groups", body).path("start_command").asString());
    }

    record Group(String name, String startCommand) {}

    /** Starts collectors of a group and waits until all of them serve it. */
    List<Program> startCollectors(Group group, int count) {
        List<Program> started = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            started.add(stack.startCollector("collector-" + number, group.startCommand()));
        }
        stack.awaitCollectors(api, group.name(), count);
        return started;
    }

    /** Adds a device to the fleet and to the inventory; returns its id there. */
    long add(Group group, DeviceSpec spec, String platform) throws IOException {
        FakeDevice device = fleet.add(spec);
        return api.post(
                        "/devices",
                        Map.of(
                                "group", group.name(),
                                "name", device.name(),
                                "address", device.address(),
                                "port", device.port(),
                                "platform", platform,
                                "credential", CREDENTIAL))
                .path("id")
                .asLong();
    }

    /** Starts a run of all devices; returns its id. */
    String run() {
        return api.post("/runs", Map.of("all", true)).path("id").asString();
    }

    /** Returns the run when all its jobs have ended. */
    JsonNode await(String run, Duration patience) {
        Wait.until("run %s finished".formatted(run), patience, () -> {
            stack.programs().forEach(Stack::requireRunning);
            return !api.get("/runs/" + run).path("finished_at").isNull();
        });
        return api.get("/runs/" + run);
    }

    /** Ends everything, the last begun first. */
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
