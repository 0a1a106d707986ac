package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.OwnRedis;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/** One installation of the product for one scenario, with an empty database, an empty Redis and its own processes. */
final class Site implements AutoCloseable {

    private static final long STARTED = System.nanoTime();
    private static final List<String> SERVICES = List.of("rabbitmq", "redis", "postgres");
    private static final String FLEET = "io.zonekeeper.devenv.fleet.FleetMain";
    private static final Duration QUIET = Duration.ofMinutes(5);

    private final String name;
    private final Path folder;
    private final List<ProcessTree> services;
    private final Services given;
    private final Database database;
    private final OwnRedis redis;
    private final Stack stack;
    private final Program orchestrator;
    private final Api api;
    private @Nullable Program consumer;
    private @Nullable FleetProcess fleet;

    /**
     * Starts an orchestrator.
     *
     * @param pids where the process ids of the services are recorded; those of Docker's are not
     */
    Site(String name, Installation installation, Path folder, Path pids, Map<String, String> environment) {
        this.name = name;
        this.folder = Stack.createFolder(
                folder.resolve(name + "-" + UUID.randomUUID().toString().substring(0, 8)));
        this.services = services(pids);
        Services all = Services.of(environment);
        this.database = Database.create(all);
        this.redis = OwnRedis.claim(all);
        this.given = all.withDatabaseUrl(database.url()).withRedisUrl(redis.url());
        this.stack = new Stack(installation, given, this.folder, Map.of());
        try {
            orchestrator = stack.startOrchestrator();
            api = stack.setUp(orchestrator);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Api api() {
        return api;
    }

    /** The pages, as the administrator. */
    Pages pages() {
        return Pages.loggedIn(stack.url(), "admin", stack.password());
    }

    Database database() {
        return database;
    }

    Path gitRepository() {
        return stack.gitRepository();
    }

    String stream() {
        return given.resultsStream();
    }

    Program orchestrator() {
        return orchestrator;
    }

    void requireRunning() {
        stack.programs().forEach(Stack::requireRunning);
    }

    Program consumer() {
        Program started = consumer;
        if (started == null) {
            started = stack.startConsumer();
            consumer = started;
        }
        return started;
    }

    FleetProcess fleet() {
        FleetProcess started = fleet;
        if (started == null) {
            started = FleetProcess.of(start("fleet", FLEET));
            fleet = started;
        }
        return started;
    }

    /** Starts a program of the bench itself. */
    Program start(String name, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        Program program = Program.start(name, folder, Map.of(), command);
        stack.include(program);
        return program;
    }

    /** A new file with a line each; its path is absolute. */
    Path write(String file, List<String> lines) {
        try {
            return Files.write(folder.resolve(file).toAbsolutePath(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Creates a group, and starts a collector by the command that came with it.
     *
     * @param slots null: the default
     */
    Program startCollector(String group, Map<String, ?> settings) {
        Map<String, Object> body = new HashMap<>(settings);
        body.put("name", group);
        String command = api.post("/groups", body).path("start_command").asString();
        Program collector = stack.startCollector("collector-" + group, command);
        stack.awaitCollectors(api, group, 1);
        return collector;
    }

    void stop(Program program) {
        stack.forget(program);
        program.stop();
    }

    /** A name of a group nobody had before on this RabbitMQ. */
    String groupName() {
        return "bench-" + UUID.randomUUID().toString().substring(0, 8);
    }

    Jedis redis() {
        return new Jedis(URI.create(given.redisUrl()));
    }

    /** Meters the services and these programs. */
    Meter meter(Map<String, Program> measured) {
        List<ProcessTree> trees = new ArrayList<>();
        measured.forEach((name, program) -> trees.add(new ProcessTree(name, program.pid())));
        trees.addAll(services);
        return new Meter(trees);
    }

    /** Starts a run of a group; returns its id. */
    String run(String group) {
        return api.post("/runs", Map.of("group", group)).path("id").asString();
    }

    /** Waits until no job of the run is open. */
    void awaitEnd(String run) {
        Poll.until("run %s was over".formatted(run), QUIET, () -> {
            requireRunning();
            return database.number("select count(*) from run where id = ?::uuid and finished_at is not null", run) == 1;
        });
    }

    /** Waits until the run is over, Git has caught up, and says how many of its jobs ended well. */
    int settle(String run) {
        awaitEnd(run);
        awaitGit();
        JsonNode counts = api.get("/runs/" + run).path("counts");
        return counts.path("success").asInt();
    }

    /** Devices with an outcome of a run; their state is written in the transaction that writes the outcome, and quickly counted. */
    long outcomes(String run) {
        return database.number("""
                select count(*) from device_state s
                where s.last_attempt_at >= (select created_at from run where id = ?::uuid)
                """, run);
    }

    /** Waits until every version has its commit. */
    void awaitGit() {
        Poll.until("Git had caught up", QUIET, () -> {
            requireRunning();
            return database.number(
                            "select count(*) from (select from git_work where done_at is null limit 1) as waiting")
                    == 0;
        });
    }

    void say(String sentence) {
        System.err.printf(Locale.ROOT, "%6.1f  %s: %s%n", (System.nanoTime() - STARTED) / 1e9, name, sentence);
    }

    String tails() {
        return stack.tails();
    }

    private static List<ProcessTree> services(Path pids) {
        List<ProcessTree> trees = new ArrayList<>();
        for (String service : SERVICES) {
            Path file = pids.resolve(service);
            if (Files.isReadable(file)) {
                try {
                    trees.add(new ProcessTree(
                            service, Long.parseLong(Files.readString(file).split(" ")[0])));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return trees;
    }

    @Override
    public void close() {
        stack.close();
        redis.close();
        database.close();
    }
}
