package io.zonekeeper.devenv.stack;

import io.zonekeeper.devenv.fleet.FakeFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An orchestrator and a consumer that nobody has set up yet, as processes of their own, with a database, a Redis database and a
 * virtual host of their own, before a fleet of fake devices in this process.
 */
public final class FreshChain implements AutoCloseable {

    private final List<AutoCloseable> resources = new ArrayList<>();
    private final Services services;
    private final OwnDatabase database;
    private final FakeFleet fleet;
    private final Stack stack;
    private final Program orchestrator;
    private final Program consumer;

    /**
     * Starts orchestrator and consumer.
     *
     * @param folder for logs and the Git repository
     * @param settings of orchestrator and consumer
     */
    public FreshChain(Installation installation, Services given, Path folder, Map<String, String> settings)
            throws Exception {
        try {
            OwnVhost vhost = keep(OwnVhost.create(given));
            database = keep(OwnDatabase.create(given));
            OwnRedis redis = keep(OwnRedis.claim(given));
            services = given.withAmqpUrl(vhost.amqpUrl())
                    .withDatabaseUrl(database.url())
                    .withRedisUrl(redis.url());
            fleet = keep(FakeFleet.start());
            stack = keep(new Stack(installation, services, Stack.createFolder(folder), settings));
            orchestrator = stack.startOrchestrator();
            consumer = stack.startConsumer("consumer", "consumer", Map.of());
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    public Stack stack() {
        return stack;
    }

    public FakeFleet fleet() {
        return fleet;
    }

    public Program orchestrator() {
        return orchestrator;
    }

    OwnDatabase database() {
        return database;
    }

    Services services() {
        return services;
    }

    Program consumer() {
        return consumer;
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
