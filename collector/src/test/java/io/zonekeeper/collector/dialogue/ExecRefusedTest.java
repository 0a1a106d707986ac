package io.zonekeeper.collector.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.collector.FakeDevice;
import io.zonekeeper.collector.SshDialogue;
import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.collector.plugin.Platforms;
import io.zonekeeper.collector.run.DeviceVisit;
import io.zonekeeper.collector.run.Visits;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.command.CommandFactory;
import org.apache.sshd.server.shell.ShellFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices that do not run commands in channels of their own though their platform's definition prefers it, over real SSH. */
@Timeout(60)
class ExecRefusedTest {

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(35), 1_000_000);

    private static final String DEFINITION = """
            key: either
            transports: [ssh-exec, ssh-shell]
            prompt: '(?P<name>[\\w.-]+@[\\w.-]+)[>#] ?'
            commands:
              - {text: show version, name: version}
              - {text: show configuration, role: config}
            complete: {ends_with: '^}$'}
            logout: exit
            """;

    private static final String CONFIG = "system {\n    host-name fw-1;\n}\n";

    private final Visits visits = Visits.overSsh(Clock.systemUTC());

    @AfterEach
    void close() {
        visits.close();
    }

    @Test
    void isAskedInAShellWhereTheDeviceRefusesCommands() throws Exception {
        assertIsAskedInAShell(server -> server.setCommandFactory(null));
    }

    @Test
    void isAskedInAShellWhereTheDeviceAnswersACommandWithAShell() throws Exception {
        assertIsAskedInAShell(server -> {
            ShellFactory shells = server.getShellFactory();
            server.setCommandFactory((channel, _) -> shells.createShell(channel));
        });
    }

    @Test
    void isAskedInAShellWhereACommandSaysNothingOfTheConfiguration() throws Exception {
        try (FakeDevice device = device().exec("show version", bytes("17\n"), bytes(""), 0)
                .exec("show configuration", bytes(""), bytes(""), 0)
                .start()) {
            assertThat(text(backup(device, Map.of()))).isEqualTo(CONFIG);
            assertThat(device.received())
                    .containsExactly("show version", "show configuration", "show configuration", "exit");
        }
    }

    @Test
    void goesOnWithoutWhatTheDeviceDoesNotAnswer() throws Exception {
        String patient = DEFINITION.replace("name: version", "name: version, idle_timeout: 2");
        try (FakeDevice device = device().exec("show configuration", bytes(CONFIG), bytes(""), 0)
                .tuned(ExecRefusedTest::saysNothingOfItsVersion)
                .start()) {
            Collected collected = backup(patient, device, Map.of());

            assertThat(text(collected)).isEqualTo(CONFIG);
            assertThat(collected.context()).isEmpty();
            assertThat(device.received()).containsExactly("show configuration");
        }
    }

    private static void saysNothingOfItsVersion(SshServer server) {
        CommandFactory commands = server.getCommandFactory();
        server.setCommandFactory((channel, command) ->
                command.equals("show version") ? new Speechless() : commands.createCommand(channel, command));
    }

    private static final class Speechless extends SshDialogue {

        @Override
        protected int speak() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
            return 0;
        }
    }

    @Test
    void whoAsksForCommandsWithoutAShellIsToldThatTheDeviceRefusesThem() throws Exception {
        try (FakeDevice device =
                device().tuned(server -> server.setCommandFactory(null)).start()) {
            assertThatThrownBy(() -> backup(device, Map.of("transport", "ssh-exec")))
                    .isInstanceOfSatisfying(
                            SessionException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED))
                    .hasMessageContaining("refuses to run a command");
        }
    }

    @Test
    void aFileIsNotGivenByADeviceThatOpensOneChannelOnly() throws Exception {
        String definition = """
                key: either
                transports: [ssh-shell]
                prompt: '[\\w.@-]+>'
                commands:
                  - {fetch: config.ini, name: file, role: config, optional: true}
                  - {text: show configuration, role: config, when: {answer: file, lacks: '.'}}
                """;
        try (FakeDevice device = device().tuned(server -> server.setChannelFactories(List.of(new OneChannel())))
                .start()) {
            assertThat(text(backup(definition, device, Map.of()))).isEqualTo(CONFIG);
        }
    }

    private static final class OneChannel extends ChannelSessionFactory {

        private final AtomicBoolean opened = new AtomicBoolean();

        @Override
        public @Nullable Channel createChannel(Session session) throws IOException {
            return opened.compareAndSet(false, true) ? super.createChannel(session) : null;
        }
    }

    private void assertIsAskedInAShell(Consumer<SshServer> tuning) throws Exception {
        try (FakeDevice device = device().tuned(tuning).start()) {
            Collected collected = backup(device, Map.of());

            assertThat(text(collected)).isEqualTo(CONFIG);
            assertThat(collected.context()).extracting(ContextPart::text).containsExactly("17\n");
        }
    }

    private static FakeDevice.Builder device() {
        return FakeDevice.builder()
                .prompt("backup@fw-1>")
                .banner("Welcome\r\n\r\n")
                .answer("show version", "17\r\n")
                .answer("show configuration", CONFIG.replace("\n", "\r\n"));
    }

    private Collected backup(FakeDevice device, Map<String, String> parameters) throws SessionException {
        return backup(DEFINITION, device, parameters);
    }

    private Collected backup(String yaml, FakeDevice device, Map<String, String> parameters) throws SessionException {
        DefinitionFile definition = DefinitionFile.read(new ByteArrayInputStream(bytes(yaml)), "test.yaml");
        try (DeviceVisit visit = visits.begin(definition.key(), device.access(), parameters, LIMITS)) {
            return Platforms.with(definition)
                    .find(definition.key())
                    .orElseThrow()
                    .backup(visit);
        }
    }

    private static String text(Collected collected) {
        return new String(collected.config(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
