package io.zonekeeper.devenv.stack;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.FakeFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The whole product with an administrator and a credential, ruled by its API, with groups of its own; see {@link FreshChain}. */
public final class Chain implements AutoCloseable {

    public static final String USERNAME = "backup";

    /** Long enough not to be met by chance: what the product logs in with may be shown nowhere. */
    public static final String PASSWORD = "chain-Passw0rd-7Kq";

    public static final String ENABLE_SECRET = "chain-Enable-S3cret-9Zx";
    private static final String CREDENTIAL = "devices";

    private final FreshChain fresh;
    private final Api api;

    /**
     * Starts orchestrator and consumer, and sets them up.
     *
     * @param folder for logs and the Git repository
     * @param settings of orchestrator and consumer
     */
    public Chain(Installation installation, Services given, Path folder, Map<String, String> settings)
            throws Exception {
        fresh = new FreshChain(installation, given, folder, settings);
        try {
            api = fresh.stack().setUp(fresh.orchestrator());
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
            fresh.close();
            throw e;
        }
    }

    public Api api() {
        return api;
    }

    public Stack stack() {
        return fresh.stack();
    }

    public FakeFleet fleet() {
        return fresh.fleet();
    }

    public OwnDatabase database() {
        return fresh.database();
    }

    /** The parts of the services that are this chain's own. */
    public Services services() {
        return fresh.services();
    }

    /** The one it began with. */
    public Program orchestrator() {
        return fresh.orchestrator();
    }

    /** The one it began with; its name in the consumer group is {@code consumer}. */
    public Program consumer() {
        return fresh.consumer();
    }

    public GitRepository git() {
        return new GitRepository(stack().gitRepository());
    }

    /** A group nobody else has. */
    public Group createGroup(Map<String, Object> settings) {
        String name = "chain-" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> body = new HashMap<>(settings);
        body.put("name", name);
        return new Group(name, api.post("/groups", body).path("start_command").asString());
    }

    /** @param startCommand starts a collector of it */
    public record Group(String name, String startCommand) {

        public String queue() {
            return "collector.group." + name;
        }
    }

    /** Starts collectors of a group and waits until all of them serve it. */
    public List<Program> startCollectors(Group group, int count) {
        List<Program> started = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String program = "collector-%s-%d".formatted(group.name(), number);
            started.add(stack().startCollector(program, group.startCommand()));
        }
        stack().awaitCollectors(api, group.name(), count);
        return started;
    }

    /** Adds a device to the fleet and to the inventory; returns its id there. */
    public long add(Group group, DeviceSpec spec, String platform) throws IOException {
        return add(group, fleet().add(spec), platform, Map.of());
    }

    /**
     * Adds a device of the fleet to the inventory; returns its id there.
     *
     * @param more fields of the device
     */
    public long add(Group group, FakeDevice device, String platform, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("group", group.name());
        body.put("name", device.name());
        body.put("address", device.address());
        body.put("port", device.port());
        body.put("platform", platform);
        body.put("credential", CREDENTIAL);
        return api.post("/devices", body).path("id").asLong();
    }

    /** Starts a run of a group's devices; returns its id. */
    public String run(Group group) {
        return run(Map.of("group", group.name()));
    }

    public String run(Map<String, Object> of) {
        return api.post("/runs", of).path("id").asString();
    }

    /** Returns the run when all its jobs have ended. */
    public JsonNode await(String run, Duration patience) {
        Wait.until("run %s finished".formatted(run), patience, () -> {
            stack().programs().forEach(Stack::requireRunning);
            return !api.get("/runs/" + run).path("finished_at").isNull();
        });
        return api.get("/runs/" + run);
    }

    @Override
    public void close() throws Exception {
        fresh.close();
    }
}
