package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.seal.GroupPrivateKey;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import io.zonekeeper.orchestrator.AmqpAddress;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The command to paste into a shell on a host of the zone. Secrets go into a file only its owner reads, never onto a command line,
 * where every user of the host would see them.
 */
@Component
class StartCommand {

    private static final int DEFAULT_SLOTS = 200;
    private static final int REDIS_PORT = 6379;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[?::1]?");

    /** Gives memory back once the sessions are over; figures in the collector's RATIONALE. */
    private static final String JVM_OPTIONS = """
            -XX:+UseSerialGC -XX:NewRatio=3 -Xms16m -Xmx%dm -Xss512k \
            -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=30000""";

    private static final int LEAST_HEAP_MB = 128;
    private static final int BASE_HEAP_MB = 96;
    private static final double HEAP_MB_PER_SLOT = 0.6;

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

    /**
     * Where a collector has to be let through to.
     *
     * @param what is there, as in {@code RabbitMQ}
     * @param loopback whether the address means each host itself, so that collectors elsewhere cannot use it
     */
    public record Connection(String what, String host, int port, boolean loopback) {}

    /** In the order a collector makes them; those to devices apart. */
    List<Connection> connections() {
        AmqpAddress amqp = AmqpAddress.parse(OrchestratorSettings.COLLECTOR_AMQP_URL.name(), amqpUrl);
        URI redis = URI.create(redisUrl);
        return List.of(
                connection("RabbitMQ", amqp.host(), amqp.port()),
                connection("Redis", redis.getHost(), redis.getPort() < 0 ? REDIS_PORT : redis.getPort()));
    }

    /** In the foreground, in the current folder. */
    String text(CollectorGroup group, GroupPrivateKey key) {
        return """
                rm -f zonekeeper-%1$s.env
                (umask 277; cat > zonekeeper-%1$s.env) <<'EOF'
                %2$sEOF
                set -a; . ./zonekeeper-%1$s.env; set +a
                exec java %4$s \\
                     -jar zonekeeper-collector.jar run --group %1$s --slots %3$d
                """.formatted(group.name(), environment(group, key), slots(group), jvmOptions(group));
    }

    /** As a service that starts with the host; to be run by root. */
    String systemd(CollectorGroup group, GroupPrivateKey key) {
        return """
                install -D -m 0644 zonekeeper-collector.jar /opt/zonekeeper/zonekeeper-collector.jar
                install -d -m 0700 /etc/zonekeeper
                rm -f /etc/zonekeeper/%1$s.env
                (umask 277; cat > /etc/zonekeeper/%1$s.env) <<'EOF'
                %2$sEOF
                cat > /etc/systemd/system/zonekeeper-collector-%1$s.service <<EOF
                [Unit]
                Description=Zonekeeper collector of group %1$s
                Wants=network-online.target
                After=network-online.target

                [Service]
                Type=exec
                DynamicUser=yes
                EnvironmentFile=/etc/zonekeeper/%1$s.env
                ExecStart=$(command -v java) %4$s -jar /opt/zonekeeper/zonekeeper-collector.jar run --group %1$s --slots %3$d
                SuccessExitStatus=143
                TimeoutStopSec=600
                Restart=on-failure
                RestartSec=5
                NoNewPrivileges=yes
                PrivateDevices=yes
                ProtectHome=yes
                ProtectKernelModules=yes
                ProtectKernelTunables=yes
                ProtectControlGroups=yes
                RestrictSUIDSGID=yes
                CapabilityBoundingSet=

                [Install]
                WantedBy=multi-user.target
                EOF
                systemctl daemon-reload
                systemctl enable zonekeeper-collector-%1$s
                systemctl restart zonekeeper-collector-%1$s
                """.formatted(group.name(), environment(group, key), slots(group), jvmOptions(group));
    }

    /** Lines a shell and systemd read alike. */
    private String environment(CollectorGroup group, GroupPrivateKey key) {
        return """
                ZONEKEEPER_AMQP_URL=%s
                ZONEKEEPER_REDIS_URL=%s
                ZONEKEEPER_RESULTS_STREAM=%s
                ZONEKEEPER_GROUP_KEYS=%s
                """.formatted(
                quoted(amqpUrl), quoted(redisUrl), quoted(resultsStream), quoted(group.name() + "=" + key.text()));
    }

    private static int slots(CollectorGroup group) {
        return group.slots() == null ? DEFAULT_SLOTS : group.slots();
    }

    private static String jvmOptions(CollectorGroup group) {
        return JVM_OPTIONS.formatted(heapMegabytes(slots(group)));
    }

    private static Connection connection(String what, String host, int port) {
        return new Connection(what, host, port, LOOPBACK.matcher(host).matches());
    }

    private static int heapMegabytes(int slots) {
        return Math.max(LEAST_HEAP_MB, BASE_HEAP_MB + (int) (slots * HEAP_MB_PER_SLOT));
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
