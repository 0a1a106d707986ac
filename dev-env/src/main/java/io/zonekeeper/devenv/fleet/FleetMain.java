package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a fleet as a process of its own until it is ended. */
@Command(
        name = "zonekeeper-fake-fleet",
        description = "Fake network devices on loopback addresses, ruled over HTTP.",
        mixinStandardHelpOptions = true)
final class FleetMain implements Callable<Integer> {

    @Option(
            names = "--control-port",
            description = "Where the fleet is ruled, on 127.0.0.1; 0: a free port, said on standard output.",
            defaultValue = "0")
    private int controlPort;

    @Option(names = "--port", description = "The port of all devices; 0: a free one.", defaultValue = "0")
    private int port;

    private FleetMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FleetMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try (FakeFleet fleet = FakeFleet.start(port);
                ControlServer control = ControlServer.start(fleet, controlPort)) {
            System.out.println("control " + control.url());
            Thread.currentThread().join();
        } catch (IOException e) {
            System.err.printf(
                    "The fleet cannot listen (--port %d, --control-port %d): %s%n", port, controlPort, e.getMessage());
            return 1;
        }
        return 0;
    }
}
