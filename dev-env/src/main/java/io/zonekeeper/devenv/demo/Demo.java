package io.zonekeeper.devenv.demo;

import io.zonekeeper.devenv.fleet.ControlServer;
import io.zonekeeper.devenv.fleet.FakeFleet;
import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.GitRepository;
import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Program;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.Stack;
import io.zonekeeper.devenv.stack.StackException;
import io.zonekeeper.devenv.stack.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows the product at work, from an empty database to a diff. The services are given in the environment. */
@Command(
        name = "demo",
        description = "Backs up twenty fake devices in two zones, twice.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {

    private static final String CHANGED_DEVICE = "dmz-edge1";
    private static final String REAL_HOST = "lab-this-machine";
    private static final Duration GIT_PATIENCE = Duration.ofSeconds(30);
    private static final long STARTED = System.nanoTime();

    @Option(names = "--once", description = "End when everything has been shown.")
    private boolean once;

    @Option(names = "--folder", required = true, description = "Holds jars/; logs, keys and the repository go there.")
    private Path folder = Path.of(".run", "demo");

    private Demo() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (FakeFleet fleet = FakeFleet.start();
                ControlServer control = ControlServer.start(fleet, 0);
                Stack stack = new Stack(
                        Installation.ofFolder(folder.resolve("jars")),
                        Services.of(System.getenv()),
                        Stack.createFolder(folder.resolve("product")),
                        Map.of("ZONEKEEPER_MAX_ATTEMPTS", "2", "ZONEKEEPER_RETRY_BACKOFF", "1s"))) {
            // Ctrl-C: what was started is stopped however far the demo has come.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop"));
            showOrExplain(stack, fleet);
            say("The pages: %s, user admin, password in %s".formatted(stack.url(), folder.resolve("password")));
            if (!once) {
                say("The devices are ruled at %s, for example:".formatted(control.url()));
                System.out.printf(
                        "  curl -X PATCH %s/devices -d '{\"names\":[\"%s\"],\"revision\":3}'%n",
                        control.url(), CHANGED_DEVICE);
                say("Ctrl-C ends the demo.");
                Thread.currentThread().join();
            }
            return 0;
        } catch (StackException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private void showOrExplain(Stack stack, FakeFleet fleet) throws IOException {
        try {
            show(stack, fleet);
        } catch (StackException e) {
            if (stack.isClosed()) {
                throw new StackException("The demo is being ended.", e);
            }
            throw new StackException("%s%n%s".formatted(e.getMessage(), stack.tails()), e);
        }
    }

    private void show(Stack stack, FakeFleet fleet) throws IOException {
        say("starting orchestrator and consumer");
        Program orchestrator = stack.startOrchestrator();
        stack.startConsumer();
        Api api = stack.setUp(orchestrator);
        Stack.writePrivate(folder.resolve("password"), stack.password() + "\n");

        say("creating the groups dmz and lab, and starting a collector in each");
        Zones zones = new Zones(api);
        zones.open(stack, "dmz", "Between the firewalls");
        zones.open(stack, "lab", "Where things may break");
        List<DemoDevice> devices = DemoDevice.all();
        zones.createCredentials();
        Map<String, Long> ids = zones.createDevices(fleet, devices);
        Optional<RealHost> realHost = RealHost.prepare(folder.resolve(REAL_HOST));
        realHost.ifPresent(host -> {
            stack.include(host.start());
            zones.createRealHost("lab", REAL_HOST, host);
        });
        stack.awaitCollectors(api, "dmz", 1);
        stack.awaitCollectors(api, "lab", 1);

        Runs runs = new Runs(api, stack.programs());
        GitRepository git = new GitRepository(stack.gitRepository());
        say("waiting for the scheduled backup of %d devices"
                .formatted(devices.size() + (realHost.isPresent() ? 1 : 0)));
        List<JsonNode> first = runs.await(runs.bySchedule());
        printOutcomes(first);
        requireAsExpected(first, devices);
        int firstCommits = (int) first.stream().filter(Demo::isSuccess).count();
        Wait.until("Git held %d commits".formatted(firstCommits), GIT_PATIENCE, () -> git.commits() >= firstCommits);

        say("changing the configuration of %s, and backing up by hand".formatted(CHANGED_DEVICE));
        fleet.find(CHANGED_DEVICE).orElseThrow().setRevision(2);
        List<JsonNode> second = runs.await(runs.byHand());
        printOutcomes(second);
        requireAsExpected(second, devices);
        long changes = second.stream().filter(Demo::isChanged).count();
        Wait.until("Git held the change", GIT_PATIENCE, () -> git.commits() >= firstCommits + changes);

        say("what changed on " + CHANGED_DEVICE);
        System.out.println(api.text("/devices/%d/diff".formatted(ids.get(CHANGED_DEVICE))));
        int commits = git.commits() - firstCommits;
        say("git log --stat of the second run");
        System.out.println(git.log(commits));
        if (commits != 1) {
            throw new StackException("The second run made %d commits where one was expected.".formatted(commits));
        }
    }

    private static void requireAsExpected(List<JsonNode> jobs, List<DemoDevice> devices) {
        for (DemoDevice device : devices) {
            JsonNode job = jobs.stream()
                    .filter(each -> each.path("device").path("name").asString().equals(device.name()))
                    .findFirst()
                    .orElseThrow(() -> new StackException("%s was not backed up at all.".formatted(device.name())));
            String expected =
                    switch (device.behaviour()) {
                        case UNREACHABLE -> "UNREACHABLE";
                        case WRONG_PASSWORD -> "LOGIN_REFUSED";
                        case TRUNCATED -> "INCOMPLETE";
                        case SILENT -> "TIMED_OUT";
                        default -> "success";
                    };
            String found = isSuccess(job) ? "success" : job.path("failure").asString();
            if (!found.equals(expected)) {
                throw new StackException("%s ended %s where %s was expected: %s"
                        .formatted(
                                device.name(),
                                found,
                                expected,
                                job.path("detail").asString()));
            }
        }
    }

    private static boolean isSuccess(JsonNode job) {
        return job.path("state").asString().equals("success");
    }

    private static boolean isChanged(JsonNode job) {
        return job.path("changed").asBoolean(false);
    }

    private static void printOutcomes(List<JsonNode> jobs) {
        for (JsonNode job : jobs) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-4s %-20s %-8s %-14s %s%n",
                    job.path("device").path("group").asString(),
                    job.path("device").path("name").asString(),
                    job.path("state").asString(),
                    isSuccess(job)
                            ? (isChanged(job) ? "changed" : "unchanged")
                            : job.path("failure").asString(""),
                    isSuccess(job) ? "" : job.path("detail").asString(""));
        }
    }

    private static void say(String sentence) {
        System.out.printf(Locale.ROOT, "%5.1f  %s%n", (System.nanoTime() - STARTED) / 1e9, sentence);
    }
}
