package io.zonekeeper.devenv.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One orchestrator, one consumer and any number of collectors, under one folder. */
public final class Stack implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(240);
    private static final Duration COLLECTOR_PATIENCE = Duration.ofSeconds(60);
    private static final int STORY_LINES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Installation installation;
    private final Services services;
    private final Path folder;
    private final Map<String, String> settings;
    private final int port = freePort();
    private final List<Program> programs = new CopyOnWriteArrayList<>();
    private final String password = secret(12);
    private volatile boolean closed;

    /**
     * @param folder for logs, keys and the Git repository
     * @param settings of orchestrator and consumer, over what the stack itself sets
     */
    public Stack(Installation installation, Services services, Path folder, Map<String, String> settings) {
        this.installation = installation;
        this.services = services;
        this.folder = folder.toAbsolutePath();
        this.settings = Map.copyOf(settings);
        writePrivate(this.folder.resolve("master-key"), secret(32));
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public Path gitRepository() {
        return folder.resolve("configurations.git");
    }

    /** The password of the user {@code admin}. */
    public String password() {
        return password;
    }

    public Program startOrchestrator() {
        return startOrchestrator("orchestrator", port, Map.of());
    }

    /**
     * One of several, or one that is to differ.
     *
     * @param more settings of this one alone
     */
    public Program startOrchestrator(String name, int httpPort, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(services.environment());
        environment.put("ZONEKEEPER_HTTP_PORT", Integer.toString(httpPort));
        environment.put(
                "ZONEKEEPER_MASTER_KEY_FILE", folder.resolve("master-key").toString());
        environment.put("ZONEKEEPER_SETUP_TOKEN_FILE", setupTokenFile().toString());
        environment.putAll(settings);
        environment.putAll(more);
        return add(startJar(name, environment, installation.orchestrator(), List.of()));
    }

    public Program startConsumer() {
        return startConsumer("consumer", "one", Map.of());
    }

    /**
     * @param member its name among the consumers
     * @param more settings of this one alone
     */
    public Program startConsumer(String name, String member, Map<String, String> more) {
        return add(startConsumer(name, gitRepository(), more, List.of("consume-device-results", "--consumer", member)));
    }

    /** Begins to write the Git history anew into an empty folder. No consumer may run meanwhile; the program ends by itself. */
    public Program startRebuild(Path empty) {
        return startConsumer("rebuild-git", empty, Map.of(), List.of("rebuild-git"));
    }

    private Program startConsumer(String name, Path git, Map<String, String> more, List<String> arguments) {
        Map<String, String> environment = new HashMap<>(services.environment());
        environment.put("ZONEKEEPER_GIT_DIR", git.toString());
        environment.putAll(settings);
        environment.putAll(more);
        return startJar(name, environment, installation.consumer(), arguments);
    }

    /**
     * Starts a collector by the command the API gave with its group, in a folder of its own beside a link to the jar.
     *
     * @param name of the folder and the log
     */
    public Program startCollector(String name, String startCommand) {
        return startCollector(name, startCommand, Map.of());
    }

    /** @param more settings of this one alone */
    public Program startCollector(String name, String startCommand, Map<String, String> more) {
        Path home = createFolder(folder.resolve(name));
        Path link = home.resolve("zonekeeper-collector.jar");
        Path script = home.resolve("start-collector");
        try {
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, installation.collector());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writePrivate(script, startCommand.stripTrailing() + "\n");
        String path =
                Installation.javaHome().resolve("bin") + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        Map<String, String> environment = new HashMap<>(more);
        environment.put("PATH", path);
        return add(Program.start(name, home, environment, List.of("bash", script.toString())));
    }

    /** Waits until the orchestrator answers, creates the administrator, and returns the API with a token. */
    public Api setUp(Program orchestrator) {
        Api api = new Api(url());
        JsonNode answer = api.post(
                "/setup", Map.of("token", setupToken(orchestrator), "username", "admin", "password", password));
        return api.withToken(answer.path("token").asString());
    }

    /** Waits until the orchestrator answers, and returns the token that makes the first administrator. */
    public String setupToken(Program orchestrator) {
        awaitReady(orchestrator, new Api(url()));
        try {
            return Files.readString(setupTokenFile()).strip();
        } catch (IOException e) {
            throw new StackException(
                    "The orchestrator is ready but has not written %s.".formatted(setupTokenFile()), e);
        }
    }

    public void awaitReady(Program orchestrator, Api api) {
        Wait.until("the orchestrator became ready", START_PATIENCE, () -> {
            requireRunning(orchestrator);
            return api.isReady();
        });
    }

    /** Waits until this many collectors say that they serve the group. */
    public void awaitCollectors(Api api, String group, int count) {
        Wait.until("%d collectors of %s showed a heartbeat".formatted(count, group), COLLECTOR_PATIENCE, () -> {
            programs.forEach(Stack::requireRunning);
            return api.get("/groups/" + group).path("collectors_online").asInt(0) >= count;
        });
    }

    public List<Program> programs() {
        return List.copyOf(programs);
    }

    /** For a program that was started elsewhere and shall be stopped with the others. */
    public void include(Program program) {
        add(program);
    }

    /** For a program that is ended on purpose and must not count as broken. */
    public void forget(Program program) {
        programs.remove(program);
    }

    /** The end of every program's log, for a reader who wants to know what went wrong. */
    public String tails() {
        return programs.stream().map(program -> program.tail(STORY_LINES)).collect(Collectors.joining());
    }

    /** @throws StackException with the end of its log if it has ended */
    public static void requireRunning(Program program) {
        if (!program.isRunning()) {
            throw new StackException("%s has ended.%n%s".formatted(program.name(), program.tail()));
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /** Stops every process. */
    @Override
    public void close() {
        List<Program> running;
        synchronized (programs) {
            closed = true;
            running = new ArrayList<>(programs);
            programs.clear();
        }
        running.parallelStream().forEach(Program::stop);
    }

    private Program add(Program program) {
        synchronized (programs) {
            if (!closed) {
                programs.add(program);
                return program;
            }
        }
        program.stop();
        throw new StackException("The stack was closed while %s was started.".formatted(program.name()));
    }

    private Program startJar(String name, Map<String, String> environment, Path jar, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Installation.javaHome().resolve("bin/java").toString(), "-Xmx512m", "-jar", jar.toString()));
        command.addAll(arguments);
        return Program.start(name, folder, environment, command);
    }

    private Path setupTokenFile() {
        return folder.resolve("setup-token");
    }

    public static Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file that only its owner can read, from its first byte on. */
    public static void writePrivate(Path file, String content) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String secret(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
