package io.zonekeeper.devenv.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FakeFleetTest {

    private static FakeFleet fleet;
    private static Visitor visitor;

    @BeforeAll
    static void start() throws IOException {
        fleet = FakeFleet.start();
        visitor = new Visitor();
    }

    @AfterAll
    static void stop() throws IOException {
        visitor.close();
        fleet.close();
    }

    @Test
    void showsTheSameConfigurationOnEveryVisitExceptForTheVolatileLines() throws IOException {
        FakeDevice device = add("stable", Platform.CISCO_IOS);
        String first = visitor.exec(device, "show running-config");
        String second = visitor.exec(device, "show running-config");
        assertThat(first).isNotEqualTo(second).contains("hostname stable\n").contains("\nend\n");
        assertThat(withoutVolatileLines(first)).isEqualTo(withoutVolatileLines(second));
        assertThat(first.length()).isBetween(3800, 4600);
    }

    @Test
    void showsAnotherConfigurationInAnotherRevision() throws IOException {
        FakeDevice device = add("revised", Platform.JUNOS);
        String before = visitor.exec(device, "show configuration | no-more");
        device.setRevision(2);
        String after = visitor.exec(device, "show configuration | no-more");
        assertThat(before).contains("uplink, revision 1");
        assertThat(after).contains("uplink, revision 2");
        device.setRevision(1);
        assertThat(visitor.exec(device, "show configuration | no-more")).isEqualTo(before);
    }

    @Test
    void guardsTheConfigurationByTheEnableSecretAndPagesIt() throws IOException {
        FakeDevice device = fleet.add(spec("guarded", Platform.CISCO_IOS).withEnableSecret("s3cret"));
        String said = visitor.shell(
                device,
                "guarded>",
                "show running-config\r",
                "guarded>",
                "enable\r",
                "Password: ",
                "s3cret\r",
                "guarded#",
                "show running-config\n",
                "--More-- ",
                "q",
                "guarded#",
                "terminal length 0\r",
                "guarded#",
                "sh run\r",
                "guarded#",
                "exit\r");
        assertThat(said)
                .contains("% Invalid input detected")
                .doesNotContain("s3cret")
                .contains("\r\nend\r\n\r\nguarded#");
    }

    @Test
    void answersEveryPlatform() throws IOException {
        assertThat(visitor.exec(add("mikrotik", Platform.ROUTEROS), "/export show-sensitive"))
                .contains("by RouterOS", "set name=mikrotik");
        assertThat(visitor.exec(add("host", Platform.LINUX), "cat /etc/network/interfaces"))
                .endsWith("##### end\n");
        assertThat(visitor.shell(add("juniper", Platform.JUNOS), "> ", "set cli screen-length 0\r", "> ", "exit\r"))
                .contains("Screen length set to 0");
    }

    @Test
    void refusesWrongPasswordsAndNotesThemInTheLedgerWithoutThePassword() throws IOException {
        FakeDevice device = add("strict", Platform.JUNOS);
        assertThatThrownBy(() -> visitor.login(device, "wrong")).isInstanceOf(IOException.class);
        assertThat(fleet.ledger().since(0, Integer.MAX_VALUE))
                .filteredOn(event -> event.device().equals("strict"))
                .extracting(Ledger.Event::kind)
                .contains(Ledger.Kind.OPEN, Ledger.Kind.LOGIN_REFUSED)
                .doesNotContain(Ledger.Kind.LOGIN);
        assertThat(fleet.ledger().since(0, Integer.MAX_VALUE).toString()).doesNotContain("wrong,");
    }

    @Test
    void cutsTheConnectionInTheMiddleOfTheConfiguration() throws IOException {
        FakeDevice device = add("cut", Platform.CISCO_IOS);
        fleet.setBehaviour(device, Behaviour.TRUNCATED);
        try (ClientSession session = visitor.login(device, "right")) {
            assertThatThrownBy(() -> session.executeRemoteCommand("show running-config"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesAndOpensThePort() throws IOException {
        FakeDevice device = add("off", Platform.JUNOS);
        fleet.setBehaviour(device, Behaviour.UNREACHABLE);
        assertThatThrownBy(() -> connect(device)).isInstanceOf(ConnectException.class);
        fleet.setBehaviour(device, Behaviour.MUTE);
        try (Socket socket = connect(device)) {
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read()).hasMessageContaining("timed out");
        }
        fleet.setBehaviour(device, Behaviour.RESET);
        assertThatThrownBy(() -> {
                    try (Socket socket = connect(device)) {
                        socket.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class);
        fleet.setBehaviour(device, Behaviour.NORMAL);
        assertThat(visitor.exec(device, "show version")).contains("Hostname: off");
    }

    @Test
    void showsAnotherHostKeyWhenTold() throws IOException {
        FakeDevice device = add("rekeyed", Platform.JUNOS);
        try (ClientSession before = visitor.login(device, "right")) {
            device.setHostKey(1);
            try (ClientSession after = visitor.login(device, "right")) {
                assertThat(after.getServerKey()).isNotEqualTo(before.getServerKey());
            }
        }
    }

    @Test
    void noticesTwoSessionsAtOnce() throws IOException {
        FakeDevice device = add("crowded", Platform.JUNOS);
        long before = fleet.ledger().summary().overlaps();
        try (ClientSession first = visitor.login(device, "right");
                ClientSession second = visitor.login(device, "right")) {
            assertThat(first.isOpen() && second.isOpen()).isTrue();
        }
        // rekeyed, in another test, may add one of its own.
        assertThat(fleet.ledger().since(0, Integer.MAX_VALUE))
                .filteredOn(event -> event.device().equals("crowded") && event.kind() == Ledger.Kind.OVERLAP)
                .hasSize(1);
        assertThat(fleet.ledger().summary().overlaps()).isGreaterThan(before);
        await().untilAsserted(() -> assertThat(fleet.ledger().since(0, Integer.MAX_VALUE))
                .filteredOn(event -> event.device().equals("crowded") && event.kind() == Ledger.Kind.CLOSE)
                .hasSize(2));
    }

    @Test
    void thinksNoLongerWhenItIsToldSoMeanwhile() throws IOException {
        FakeDevice device = add("thoughtful", Platform.JUNOS);
        device.setThinkTime(Duration.ofMinutes(2));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> answer = executor.submit(() -> visitor.exec(device, "show version"));
            await().untilAsserted(() -> assertThat(fleet.ledger().since(0, Integer.MAX_VALUE))
                    .anyMatch(event -> event.device().equals("thoughtful") && event.kind() == Ledger.Kind.COMMAND));
            assertThat(answer).isNotDone();
            device.setThinkTime(Duration.ZERO);
            assertThat(answer).succeedsWithin(Duration.ofSeconds(10), STRING).contains("thoughtful");
        }
    }

    private static DeviceSpec spec(String name, Platform platform) {
        return DeviceSpec.of(name, platform, "admin", "right");
    }

    private static FakeDevice add(String name, Platform platform) throws IOException {
        return fleet.add(spec(name, platform));
    }

    private static Socket connect(FakeDevice device) throws IOException {
        return new Socket(InetAddress.getByName(device.address()), device.port());
    }

    private static String withoutVolatileLines(String configuration) {
        return configuration.replaceAll("(?m)^(! Last configuration change|ntp clock-period).*\n", "");
    }
}
