package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.seal.GroupPrivateKey;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import org.springframework.stereotype.Component;

/**
 * The command to paste into a shell on a host of the zone. Secrets go into a file only its owner reads, never onto a command line,
 * where every user of the host would see them.
 */
@Component
class StartCommand {

    private static final int DEFAULT_SLOTS = 200;

    /** Gives memory back once the sessions are over; figures in the collector's RATIONALE. */
    private static final String JVM_OPTIONS = """
            -XX:+UseSerialGC -Xms16m -Xmx%dm -Xss512k \
            -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=30000""";

    private static final int LEAST_HEAP_MB = 128;
    private static final int BASE_HEAP_MB = 96;
    private static final double HEAP_MB_PER_SLOT = 0.85;

    private final String amqpUrl;
    private final String redisUrl;
    private final String resultsStream;

    StartCommand(Environment environment) {
        this.amqpUrl = environment
                .find(OrchestratorSettings.COLLECTOR_AMQP_URL)
                .orElseGet(() -> environment.get(SharedSettings.AMQP_URL));
        this.redisUrl = environment
                .find(OrchestratorSettings.COLLECTOR_REDIS_URL)
                .orElseGet(() -> environment.get(SharedSettings.REDIS_URL));
        this.resultsStream =
                environment.get(SharedSettings.RESULTS_STREAM).split(",", 2)[0].strip();
    }

    String text(CollectorGroup group, GroupPrivateKey key) {
        int slots = group.slots() == null ? DEFAULT_SLOTS : group.slots();
        return """
                rm -f zonekeeper-%1$s.env
                (umask 277; cat > zonekeeper-%1$s.env) <<'EOF'
                ZONEKEEPER_AMQP_URL=%2$s
                ZONEKEEPER_REDIS_URL=%3$s
                ZONEKEEPER_RESULTS_STREAM=%4$s
                ZONEKEEPER_GROUP_KEYS=%5$s
                EOF
                set -a; . ./zonekeeper-%1$s.env; set +a
                exec java %7$s \\
                     -jar zonekeeper-collector.jar run --group %1$s --slots %6$d
                """.formatted(
                        group.name(),
                        quoted(amqpUrl),
                        quoted(redisUrl),
                        quoted(resultsStream),
                        quoted(group.name() + "=" + key.text()),
                        slots,
                        JVM_OPTIONS.formatted(heapMegabytes(slots)));
    }

    private static int heapMegabytes(int slots) {
        return Math.max(LEAST_HEAP_MB, BASE_HEAP_MB + (int) (slots * HEAP_MB_PER_SLOT));
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
