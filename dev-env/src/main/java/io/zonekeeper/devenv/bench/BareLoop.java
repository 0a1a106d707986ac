package io.zonekeeper.devenv.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;

/**
 * What SSH alone takes on this machine, by the library and nothing else, 50 sessions at a time: the dialogue of a backup in a shell, and
 * a single command without one, which is what others have published figures of. Nothing is looked at, kept, sealed or sent. A program of
 * its own.
 */
final class BareLoop {

    /** Begins the line of a round in a shell; sessions per second and milliseconds of processor time for each follow. */
    static final String SHELL = "shell ";

    /** Likewise of a round of single commands. */
    static final String EXEC = "exec ";

    private static final int SESSIONS = 50;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String CONFIGURATION = "show running-config";
    private static final List<String> COMMANDS = List.of(
            "terminal length 0",
            "terminal width 0",
            "show version",
            "show vtp status",
            "show inventory",
            CONFIGURATION);

    private record Device(String address, int port) {}

    /** What is asked in an open session. */
    @FunctionalInterface
    private interface Dialogue {
        void hold(Session session) throws IOException;
    }

    private final Config config = new DefaultConfig();
    private final List<Device> devices;

    private BareLoop(List<Device> devices) {
        this.devices = devices;
        config.setKeyExchangeFactories(List.of(new Curve25519SHA256.Factory()));
    }

    /** Arguments: how often all devices are visited, and a file that names them, one "address port" a line. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        BareLoop loop = new BareLoop(Files.readAllLines(Path.of(arguments[1])).stream()
                .map(line -> line.split(" "))
                .map(words -> new Device(words[0], Integer.parseInt(words[1])))
                .toList());
        for (int round = Integer.parseInt(arguments[0]); round > 0; round--) {
            loop.round(SHELL, BareLoop::shell);
            loop.round(EXEC, BareLoop::exec);
        }
    }

    private void round(String name, Dialogue dialogue) throws InterruptedException, ExecutionException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long started = System.nanoTime();
        visitAll(dialogue);
        double seconds = (System.nanoTime() - started) / 1e9;
        double cpuMillis = (system.getProcessCpuTime() - cpu) / 1e6;
        System.out.printf(Locale.ROOT, "%s%.2f %.2f%n", name, devices.size() / seconds, cpuMillis / devices.size());
    }

    private void visitAll(Dialogue dialogue) throws InterruptedException, ExecutionException {
        List<Future<?>> visits = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(SESSIONS, Thread.ofVirtual().factory())) {
            for (Device device : devices) {
                visits.add(threads.submit(() -> {
                    visit(device, dialogue);
                    return null;
                }));
            }
            for (Future<?> visit : visits) {
                visit.get();
            }
        }
    }

    private void visit(Device device, Dialogue dialogue) throws IOException {
        try (SSHClient client = new PromptClient(config)) {
            client.setConnectTimeout(TIMEOUT_MILLIS);
            client.setTimeout(TIMEOUT_MILLIS);
            client.addHostKeyVerifier(new PromiscuousVerifier());
            client.connect(device.address(), device.port());
            client.authPassword(Inventory.USERNAME, Inventory.PASSWORD);
            try (Session session = client.startSession()) {
                dialogue.hold(session);
            }
        }
    }

    private static void shell(Session session) throws IOException {
        session.allocateDefaultPTY();
        Session.Shell shell = session.startShell();
        InputStream in = shell.getInputStream();
        OutputStream out = shell.getOutputStream();
        readToPrompt(in);
        for (String command : COMMANDS) {
            out.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            readToPrompt(in);
        }
    }

    private static void exec(Session session) throws IOException {
        session.exec(CONFIGURATION).getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** No line of these devices has the sign at its end but the prompt. */
    private static void readToPrompt(InputStream in) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        int read;
        do {
            read = in.read(buffer);
            if (read < 0) {
                throw new IOException("The device hung up.");
            }
        } while (read == 0 || buffer[read - 1] != '#');
    }

    /** Sends each packet at once: with the default, a session waits 80 ms for acknowledgements. */
    private static final class PromptClient extends SSHClient {

        PromptClient(Config config) {
            super(config);
        }

        @Override
        protected void onConnect() throws IOException {
            getSocket().setTcpNoDelay(true);
            super.onConnect();
        }
    }
}
