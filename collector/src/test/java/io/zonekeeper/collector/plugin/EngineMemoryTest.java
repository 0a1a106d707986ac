package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.platform.PlatformDefinitions;
import io.zonekeeper.common.program.JavaProgram;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a backup needs beside the configuration it holds does not grow with it: shown by heaps that have no room for more. */
class EngineMemoryTest {

    private static final String COLLECTED = "collected, exit 0";
    private static final int MEGABYTE = 1_000_000;
    /** For the JVM, the definition, the session and everything else that is there for one line too. */
    private static final int ALWAYS_KIB = 12 * 1024;
    /** A third more than the configuration: where its secrets stand, and what the collector of garbage cannot use. */
    private static final double FOR_EACH_KIB = 1.34;

    @Test
    void aLargeConfigurationNeedsNoMoreBesideItselfThanASmallOne() throws Exception {
        assertThat(backup(1, heapKib(1))).isEqualTo(COLLECTED);
        assertThat(backup(24, heapKib(24))).isEqualTo(COLLECTED);
    }

    @Test
    void aHeapWithoutRoomForItIsTooSmall() throws Exception {
        assertThat(backup(24, 22 * 1024)).contains("OutOfMemoryError").isNotEqualTo(COLLECTED);
    }

    private static int heapKib(int megabytes) {
        return ALWAYS_KIB + (int) (FOR_EACH_KIB * megabytes * MEGABYTE / 1024);
    }

    private static String backup(int megabytes, int heapKib) throws IOException, InterruptedException {
        List<String> command = JavaProgram.command(
                List.of("-Xmn4m", "-Xmx%dk".formatted(heapKib)),
                EngineMemoryTest.class,
                Integer.toString(megabytes * MEGABYTE));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes());
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return "%sexit %d".formatted(said, process.exitValue());
    }

    /** One backup of a configuration of as many bytes, which nobody else holds. */
    public static void main(String[] arguments) throws IOException, SessionException {
        int size = Integer.parseInt(arguments[0]);
        BackupPlugin plugin;
        try (InputStream in = Platforms.class.getResourceAsStream("/platforms/cisco-ios.yaml")) {
            plugin = new PlatformEngine(PlatformDefinitions.of(List.of(DefinitionFile.read(in, "cisco-ios.yaml")))
                    .find("ios")
                    .orElseThrow());
        }
        Limits limits = new Limits(Limits.DEFAULT.soft(), Limits.DEFAULT.hard(), 100 * MEGABYTE);
        DeviceAccess access = new DeviceAccess("192.0.2.1", 0, null, "admin", null, null, null, null);
        try (Visits visits = new Visits(
                        _ -> (_, _, _) -> new CannedSession(
                                LargeConfiguration.NAME + "#",
                                Map.of("show running-config", () -> new LargeConfiguration(size))),
                        Clock.systemUTC());
                DeviceVisit visit = visits.begin("cisco-ios", access, Map.of(), limits)) {
            // The device's line ends are one byte longer.
            boolean whole = plugin.backup(visit).content().size() > 0.95 * size;
            System.out.print(whole ? "collected, " : "part, ");
        }
    }
}
