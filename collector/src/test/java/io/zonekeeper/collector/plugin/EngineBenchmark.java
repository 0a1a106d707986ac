package io.zonekeeper.collector.plugin;

import com.sun.management.OperatingSystemMXBean;
import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.DefinitionFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long a whole backup through the engine takes, from the first prompt to the masked and hashed configuration, where the
 * device answers from memory: a usual configuration with the rules of Cisco IOS, and hostile ones with fifty patterns of an
 * operator more.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EngineBenchmark {

    private static final int MEGABYTE = 1_000_000;
    private static final DeviceAccess ACCESS = new DeviceAccess("192.0.2.1", 0, null, "admin", null, null, null, null);

    /** Runs all of it. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(EngineBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .addProfiler(CpuTime.class.getName())
                        .build())
                .run();
    }

    /** The processor time of all threads for one operation: elapsed time says little on a machine that does other things too. */
    public static final class CpuTime implements InternalProfiler {

        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long before;

        /** Made by the runner. */
        public CpuTime() {}

        @Override
        public String getDescription() {
            return "processor time of the process";
        }

        @Override
        public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
            before = system.getProcessCpuTime();
        }

        @Override
        public Collection<? extends Result<?>> afterIteration(
                BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
            double nanos = system.getProcessCpuTime() - before;
            double millis = nanos / 1e6 / Math.max(1, result.getMetadata().getAllOps());
            return List.of(new ScalarResult("cpu", millis, "ms/op", AggregationPolicy.AVG));
        }
    }

    /** What a device with a large configuration says. */
    @State(Scope.Benchmark)
    public static class Usual {

        /** Millions of bytes. */
        @Param({"1", "5"})
        public int megabytes;

        private Device device;

        /** Makes it up. */
        @Setup
        public void prepare() throws IOException {
            byte[] text = new byte[megabytes * MEGABYTE + 1024];
            int size = 0;
            try (InputStream made = new LargeConfiguration(megabytes * MEGABYTE)) {
                size = made.readNBytes(text, 0, text.length);
            }
            device = new Device(Platforms.builtIn(), "cisco-ios", Arrays.copyOf(text, size));
        }
    }

    /** What might be made for taking long. */
    public enum Attack {
        /** Lines that most patterns begin to match and none does. */
        ALMOST,
        /** One line without any end. */
        ONE_LINE,
        /** Prompts and pager questions wherever a piece may end. */
        PROMPTS,
        /** Nothing but line ends. */
        BLANK_LINES,
        /** Cursor movements over a line drawn again and again. */
        REDRAWN
    }

    /** What a hostile device says. */
    @State(Scope.Benchmark)
    public static class Hostile {

        /** Millions of bytes. */
        @Param({"1", "5"})
        public int megabytes;

        /** Its kind. */
        @Param
        public Attack attack;

        private Device device;

        /** Makes it up. */
        @Setup
        public void prepare() {
            String piece =
                    switch (attack) {
                        case ALMOST -> "username " + "aaaa key secret password ".repeat(20) + "\r\n";
                        case ONE_LINE -> "aaaa key secret password ";
                        case PROMPTS ->
                            LargeConfiguration.NAME + "#\r\n --More-- \r\n" + LargeConfiguration.NAME + "(config)#\r\n"
                                    + LargeConfiguration.NAME + "# \r\n";
                        case BLANK_LINES -> "\r\n";
                        case REDRAWN -> "aaaa\b\b\b\b\u001b[4Ckey\u001b[2Dsecret\r";
                    };
            StringBuilder text = new StringBuilder(megabytes * MEGABYTE + 1024).append(LargeConfiguration.HEAD);
            while (text.length() < megabytes * MEGABYTE) {
                text.append(piece);
            }
            device = new Device(
                    withOperatorPatterns(),
                    "hostile",
                    text.append("\r\n!\r\n" + LargeConfiguration.END).toString().getBytes(StandardCharsets.US_ASCII));
        }

        /** None can be skipped by a word it needs; three would never end in an engine that backtracks. */
        private static Platforms withOperatorPatterns() {
            StringBuilder yaml = new StringBuilder("""
                    key: hostile
                    extends: cisco-ios
                    display_name: Hostile
                    secrets:
                    """);
            for (int i = 0; i < 50; i++) {
                String pattern =
                        i < 3 ? "^(?:[a-z%d]+ ?)+[0-9] (\\S+)$" : "^\\s*(?:key|aa+|user) (?:[0-9]+,?)+%d (\\S+)$";
                yaml.append("  - '").append(pattern.formatted(i)).append("'\n");
            }
            return Platforms.with(DefinitionFile.read(
                    new ByteArrayInputStream(yaml.toString().getBytes(StandardCharsets.UTF_8)), "hostile.yaml"));
        }
    }

    private static final class Device {

        private final BackupPlugin plugin;
        private final Visits visits;

        Device(Platforms platforms, String platform, byte[] configuration) {
            plugin = platforms.find(platform).orElseThrow();
            visits = new Visits(
                    _ -> (_, _, _) -> new CannedSession(
                            LargeConfiguration.NAME + "#",
                            Map.of("show running-config", () -> new ByteArrayInputStream(configuration))),
                    Clock.systemUTC());
        }

        Collected backup() throws SessionException {
            try (DeviceVisit visit = visits.begin("cisco-ios", ACCESS, Map.of(), Limits.DEFAULT)) {
                return plugin.backup(visit);
            }
        }
    }

    /** The time a usual configuration takes. */
    @Benchmark
    public Collected usual(Usual state) throws SessionException {
        return state.device.backup();
    }

    /** The time a hostile one takes. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 1)
    @Measurement(iterations = 3)
    public Collected hostile(Hostile state) throws SessionException {
        return state.device.backup();
    }
}
