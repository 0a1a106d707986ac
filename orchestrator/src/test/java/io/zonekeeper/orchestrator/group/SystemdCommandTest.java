package io.zonekeeper.orchestrator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that make a service of a collector, run in a folder that stands for the root of a host. */
class SystemdCommandTest {

    @RegisterExtension
    static final OrchestratorFixture orchestrator = new OrchestratorFixture()
            .with("ZONEKEEPER_COLLECTOR_AMQP_URL", "amqps://zone:it's@broker.example/zones")
            .with("ZONEKEEPER_COLLECTOR_REDIS_URL", "redis://:secret@127.0.0.1:6379/1");

    @TempDir
    Path root;

    private JsonNode made(String name) {
        return orchestrator
                .admin()
                .post("/groups", Map.of("name", name, "slots", 20))
                .expect(201)
                .json();
    }

    @Test
    void theKeyLiesInAFileOfRootAloneAndTheUnitNamesIt() throws Exception {
        String name = orchestrator.newGroupName();
        JsonNode made = made(name);
        run(made.path("systemd_command").asString());

        Path secrets = root.resolve("etc/zonekeeper/%s.env".formatted(name));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("r--------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.getParent())))
                .isEqualTo("rwx------");
        assertThat(bash("set -a; . '%s'; echo \"$ZONEKEEPER_AMQP_URL $ZONEKEEPER_GROUP_KEYS\"".formatted(secrets)))
                .isEqualTo("amqps://zone:it's@broker.example/zones %s=%s\n"
                        .formatted(name, made.path("key").asString()));
        String unit =
                Files.readString(root.resolve("etc/systemd/system/zonekeeper-collector-%s.service".formatted(name)));
        assertThat(unit)
                .contains(
                        "EnvironmentFile=%s\n".formatted(secrets),
                        "run --group %s --slots 20\n".formatted(name),
                        "DynamicUser=yes")
                .containsPattern("ExecStart=/\\S*/java -XX")
                .doesNotContain(made.path("key").asString());
        assertThat(root.resolve("opt/zonekeeper/zonekeeper-collector.jar")).exists();
        assertThat(Files.readString(root.resolve("calls")))
                .isEqualTo("daemon-reload\nenable zonekeeper-collector-%1$s\nrestart zonekeeper-collector-%1$s\n"
                        .formatted(name));
    }

    @Test
    void whatACollectorConnectsToIsListedAndALoopbackAddressToldApart() {
        JsonNode connections = made(orchestrator.newGroupName()).path("connections");
        assertThat(connections.get(0).toString())
                .isEqualTo("{\"what\":\"RabbitMQ\",\"host\":\"broker.example\",\"port\":5671,\"loopback\":false}");
        assertThat(connections.get(1).toString())
                .isEqualTo("{\"what\":\"Redis\",\"host\":\"127.0.0.1\",\"port\":6379,\"loopback\":true}");
    }

    private void run(String commands) throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Files.createFile(root.resolve("zonekeeper-collector.jar"));
        Path systemctl = Files.writeString(
                Files.createDirectories(root.resolve("bin")).resolve("systemctl"),
                "#!/bin/sh\necho \"$@\" >> '%s'\n".formatted(root.resolve("calls")));
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwx------"));
        bash("PATH='%s':$PATH\n".formatted(systemctl.getParent())
                + commands.replace("/etc/", root + "/etc/").replace("/opt/", root + "/opt/"));
    }

    private String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-euc", script)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output;
    }
}
