package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.DefinitionFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.profile.GCProfiler;
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
    private static final String NAME = "bench-1";
    private static final String HEAD = "version 17.9\r\nhostname " + NAME + "\r\n";
    private static final String END = "end\r\n";
    private static final String BLOCK = """
            !
            interface GigabitEthernet%1$d/0/%2$d
             description uplink %1$d to the distribution layer
             ip address 10.%2$d.%1$d.1 255.255.255.0
             ip ospf message-digest-key 1 md5 7 %3$016x
             no shutdown
            !
            username operator%1$d privilege 15 secret 9 $9$%3$016x
            ip route 10.%1$d.0.0 255.255.0.0 10.%2$d.0.254 name branch-%1$d
            snmp-server host 192.0.2.%2$d version 2c %3$016x
            access-list 101 permit tcp any host 10.%2$d.0.1 eq 443
            """;

    /** Runs all of it. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(EngineBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
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
        public void prepare() {
            StringBuilder text = new StringBuilder(megabytes * MEGABYTE + 1024).append(HEAD);
            for (int i = 0; text.length() < megabytes * MEGABYTE; i++) {
                text.append(BLOCK.formatted(i % 4000, i % 250, i * 0x9e3779b97f4a7c15L)
                        .replace("\n", "\r\n"));
            }
            device = new Device(Platforms.builtIn(), "cisco-ios", text.append(END));
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
                        case PROMPTS -> NAME + "#\r\n --More-- \r\n" + NAME + "(config)#\r\n" + NAME + "# \r\n";
                        case BLANK_LINES -> "\r\n";
                        case REDRAWN -> "aaaa\b\b\b\b\u001b[4Ckey\u001b[2Dsecret\r";
                    };
            StringBuilder text = new StringBuilder(megabytes * MEGABYTE + 1024).append(HEAD);
            while (text.length() < megabytes * MEGABYTE) {
                text.append(piece);
            }
            device = new Device(withOperatorPatterns(), "hostile", text.append("\r\n!\r\n" + END));
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
        private final Map<String, byte[]> answers;

        Device(Platforms platforms, String platform, CharSequence configuration) {
            plugin = platforms.find(platform).orElseThrow();
            answers = Map.of("show running-config", configuration.toString().getBytes(StandardCharsets.US_ASCII));
        }

        Collected backup() throws SessionException {
            return plugin.backup(new ScriptedVisit(new CannedSession(NAME + "#", answers)));
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
