package io.zonekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.setting.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.server.ServerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class TryCommandTest {

    private static final String CONFIG = """
            version 15.2
            hostname router
            interface Ethernet0/0
             description caf\u00e9
            end
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsTheConfigurationAloneAndTheLogBesideIt() throws Exception {
        try (FakeDevice device = router().enable("en4ble-secret", "router#").start()) {
            int exit = attempt(
                    Map.of("ZONEKEEPER_PASSWORD", device.access().password()),
                    device,
                    "--enable-password-file",
                    file("enable", "en4ble-secret\n"));
            assertThat(exit).as(err()).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(CONFIG);
            assertThat(err()).contains("Logged in, host key SHA256:", "(first seen)");
            assertThat(err()).doesNotContain("en4ble-secret", device.access().password(), "description");
        }
    }

    @Test
    void theLoginPasswordAnswersEnableWithoutAFileOfItsOwn() throws Exception {
        try (FakeDevice device = router().login("backup", "one-for-both")
                .enable("one-for-both", "router#")
                .paging(2)
                .start()) {
            int exit = attempt(Map.of(), device, "--password-file", file("password", "one-for-both\n"));
            assertThat(exit).as(err()).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(CONFIG);
        }
    }

    @Test
    void aFailureEndsWithItsKindAsTheLastLine() throws Exception {
        try (FakeDevice device = router().start()) {
            int exit = attempt(Map.of("ZONEKEEPER_PASSWORD", "wr0ng-one"), device);
            assertThat(exit).isOne();
            assertThat(out.size()).isZero();
            assertThat(err()).endsWith("\nLOGIN_REFUSED\n").doesNotContain("wr0ng-one");
        }
    }

    @Test
    void anOldDeviceIsReachedWhereItsAlgorithmsAreAskedFor() throws Exception {
        try (FakeDevice device = router().prompt("router#")
                .tuned(server ->
                        server.setKeyExchangeFactories(List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.dhg1))))
                .start()) {
            Map<String, String> password =
                    Map.of("ZONEKEEPER_PASSWORD", device.access().password());
            assertThat(attempt(password, device)).isOne();
            assertThat(err()).contains("Enable legacy algorithms").endsWith("\nUNSUPPORTED\n");
            assertThat(attempt(password, device, "--legacy-algorithms"))
                    .as(err())
                    .isZero();
        }
    }

    @Test
    void aSilentDeviceEndsAtTheTimeout() throws Exception {
        try (FakeDevice device = router().silent().start()) {
            int exit = attempt(Map.of("ZONEKEEPER_PASSWORD", device.access().password()), device, "--timeout", "1s");
            assertThat(exit).isOne();
            assertThat(err()).endsWith("\nTIMED_OUT\n");
        }
    }

    @Test
    void aFailureInTheDialogueShowsTheDialogue() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                .prompt("router#")
                .answer("show running-config", "hostname router\r\n")
                .start()) {
            int exit = attempt(Map.of("ZONEKEEPER_PASSWORD", device.access().password()), device);
            assertThat(exit).isOne();
            assertThat(err())
                    .contains("The dialogue:", "  | > show running-config", "  | hostname router")
                    .endsWith("\nINCOMPLETE\n");
        }
    }

    @Test
    void anUnknownPlatformIsUnsupportedAndNamesNearOnes() {
        int exit = run(Map.of(), "--platform", "routeross", "--address", "127.0.0.1", "--username", "backup");
        assertThat(exit).isOne();
        assertThat(err()).isEqualTo("There is no platform \"routeross\": did you mean routeros?\nUNSUPPORTED\n");
    }

    @Test
    void aPlatformLikeNoneIsUnsupportedAndNamesTheList() {
        int exit = run(Map.of(), "--platform", "toaster", "--address", "127.0.0.1", "--username", "backup");
        assertThat(exit).isOne();
        assertThat(err())
                .isEqualTo("There is no platform \"toaster\": \"collector platforms\" lists those there are.\n"
                        + "UNSUPPORTED\n");
    }

    @Test
    void findsAPlatformByTheNameAnotherSystemUses() throws Exception {
        try (FakeDevice device = router().prompt("router#").start()) {
            int exit = run(
                    Map.of("ZONEKEEPER_PASSWORD", device.access().password()),
                    arguments(device, "cisco_ios").toArray(String[]::new));
            assertThat(exit).as(err()).isZero();
        }
    }

    @Test
    void noopNeedsNoDevice() {
        int exit = run(Map.of(), "--platform", "noop", "--address", "192.0.2.1", "--username", "nobody");
        assertThat(exit).as(err()).isZero();
        assertThat(out.size()).isPositive();
    }

    @Test
    void mistakesOfUsageEndWithExitCodeTwo() {
        assertThat(run(Map.of(), "--platform", "cisco-ios")).isEqualTo(2);
        assertThat(run(
                        Map.of(),
                        "--platform",
                        "noop",
                        "--address",
                        "x",
                        "--username",
                        "y",
                        "--password-file",
                        folder.resolve("absent").toString()))
                .isEqualTo(2);
        assertThat(err()).contains("--password-file names the file").contains("which cannot be read");
        assertThat(run(Map.of(), "--platform", "noop", "--address", "x", "--username", "y", "--timeout", "11m"))
                .isEqualTo(2);
        assertThat(err()).contains("--timeout is \"11m\": write a duration from 1ms to 570 s.");
        assertThat(run(Map.of(), "--platform", "noop", "--address", "x", "--username", "y", "--timeout", "soon"))
                .isEqualTo(2);
        assertThat(err()).contains("--timeout is \"soon\": write a duration such as");
    }

    @Test
    void listsPlatformsAsATableAndAsJson() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        assertThat(new CommandLine(new PlatformsCommand(new Environment(Map.of()), new PrintStream(table))).execute())
                .isZero();
        assertThat(table.toString(StandardCharsets.UTF_8))
                .containsPattern("KEY +VENDOR +NAME +PROOF +ALIASES")
                .containsPattern("cisco-ios +Cisco +Cisco IOS and IOS XE +\\w+ +.*cisco_ios")
                .contains("noop");
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        assertThat(new CommandLine(new PlatformsCommand(new Environment(Map.of()), new PrintStream(json)))
                        .execute("--json"))
                .isZero();
        assertThat(json.toString(StandardCharsets.UTF_8))
                .contains("\"key\" : \"cisco-ios\"", "\"display_name\"", "\"aliases\"");
    }

    private static FakeDevice.Builder router() {
        return FakeDevice.builder()
                .answer("terminal width 0", "")
                .answer("show version", "Cisco IOS Software, Version 15.2\r\n")
                .answer("show running-config", "Building configuration...\r\n\r\n" + CONFIG.replace("\n", "\r\n"));
    }

    @Test
    void triesADefinitionThatIsNotInstalledAndWritesTheDialogue() throws Exception {
        String definition = file("mine.yaml", """
                key: mine
                transports: [ssh-shell]
                prompt: '(?P<name>[a-z]+)[#>]'
                commands: [{text: show running-config, role: config}]
                logout: exit
                """);
        Path transcript = folder.resolve("dialogue.txt");
        try (FakeDevice device = router().start()) {
            String password = device.access().password();
            List<String> arguments = arguments(device, "unused").subList(2, 8);
            int exit = run(
                    Map.of("ZONEKEEPER_PASSWORD", password),
                    Stream.concat(
                                    arguments.stream(),
                                    Stream.of("--definition", definition, "--transcript", transcript.toString()))
                            .toArray(String[]::new));
            assertThat(exit).as(err()).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).endsWith(CONFIG);
            assertThat(transcript).content().contains("> show running-config", "hostname router");
        }
    }

    @Test
    void wantsToKnowThePlatform() {
        assertThat(run(Map.of(), "--address", "127.0.0.1", "--username", "backup"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err()).contains("Neither --platform nor --definition");
    }

    private int attempt(Map<String, String> variables, FakeDevice device, String... more) {
        List<String> arguments = arguments(device, "cisco-ios");
        arguments.addAll(List.of(more));
        return run(variables, arguments.toArray(String[]::new));
    }

    private static List<String> arguments(FakeDevice device, String platform) {
        return new ArrayList<>(List.of(
                "--platform",
                platform,
                "--address",
                "127.0.0.1",
                "--port",
                String.valueOf(device.port()),
                "--username",
                "backup"));
    }

    private int run(Map<String, String> variables, String... arguments) {
        TryCommand command = new TryCommand(new Environment(variables), new PrintStream(out), new PrintStream(err));
        return new CommandLine(command)
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
