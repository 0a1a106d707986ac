package io.zonekeeper.orchestrator.oxidized;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.platform.PlatformNames;
import io.zonekeeper.common.wire.Heartbeat.AnnouncedPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterDbTest {

    private static final PlatformNames NAMES = PlatformNames.builtIn();

    @Test
    void readsTheUsualColumns() throws OxidizedConfigException {
        assertThat(usual("rtr01.local:192.0.2.1:ios:oxidized: 5uP3R :T0p"))
                .containsExactly(new RouterDbLine.Device(
                        1,
                        "rtr01.local",
                        "192.0.2.1",
                        0,
                        "cisco-ios",
                        "ios",
                        null,
                        null,
                        "oxidized",
                        " 5uP3R ",
                        "T0p",
                        List.of()));
    }

    @Test
    void countsCommentsAndBlankLinesAndTakesNoneOfThem() throws OxidizedConfigException {
        List<RouterDbLine> lines =
                usual("\uFEFF# name:ip:model\r\n\r\n  # more\r\nsw1::eos\r\nsw2::JunOS:nil:false:true\r\n");

        assertThat(lines).extracting(RouterDbLine::number).containsExactly(4, 5);
        assertThat(lines)
                .extracting(line -> ((RouterDbLine.Device) line).address())
                .containsExactly("sw1", "sw2");
        RouterDbLine.Device second = (RouterDbLine.Device) lines.getLast();
        assertThat(second.platform()).isEqualTo("junos");
        assertThat(second.username()).isNull();
        assertThat(second.password()).isNull();
        assertThat(second.enableSecret()).isNull();
    }

    @Test
    void saysOfEachLineWhyItCannotBeMapped() throws OxidizedConfigException {
        List<RouterDbLine> lines = usual("""
                sw1:192.0.2.1:iso:admin:canary-secret
                sw2:192.0.2.2
                :192.0.2.3:ios
                ap1:192.0.2.4:cambium
                sw3:192.0.2.5:no-such-model-anywhere
                """);

        assertThat(lines).allSatisfy(line -> assertThat(line).isInstanceOf(RouterDbLine.Refused.class));
        assertThat(lines.stream()
                        .map(RouterDbLine.Refused.class::cast)
                        .map(line -> line.reasons().getFirst()))
                .containsExactly(
                        "There is no platform for the model \"iso\". Did you mean \"ios\"? Map it in model_map, or add a definition that has it among its aliases.",
                        "It has no model in column 3 and Oxidized has no usual one.",
                        "It has no name in column 1.",
                        "Oxidized reads the model \"cambium\" over HTTP: collectors speak SSH and Telnet. Map it in model_map to a platform that does.",
                        "There is no platform for the model \"no-such-model-anywhere\". Map it in model_map, or add a definition that has it among its aliases.");
        assertThat(lines.toString()).doesNotContain("canary-secret");
    }

    @Test
    void mapsToWhatCollectorsAnnounce() throws OxidizedConfigException {
        PlatformNames names = NAMES.with(
                List.of(new AnnouncedPlatform("house-os", null, "House OS", "hash", null, List.of("houseos"))));

        assertThat(RouterDb.read("sw1::HouseOS", config(), names))
                .singleElement()
                .extracting(line -> ((RouterDbLine.Device) line).platform())
                .isEqualTo("house-os");
        assertThat(RouterDb.read("sw1::houseos", config(), NAMES))
                .singleElement()
                .isInstanceOf(RouterDbLine.Refused.class);
    }

    @Test
    void readsAsTheConfigurationSays() throws OxidizedConfigException {
        OxidizedConfig config = OxidizedConfig.parse("""
                username: backup
                password: canary-common
                model: junos
                group: default
                vars: {enable: true, remove_secret: true}
                groups:
                  plant:
                    username: plant-user
                    models:
                      procurve: {password: canary-narrow, vars: {enable: canary-enable}}
                  # Nothing said of this one.
                  office: {}
                models:
                  procurve: {username: procurve-user}
                  ios: {username: ios-user}
                input: {default: 'telnet, ssh'}
                source:
                  default: csv
                  csv:
                    file: ~/.config/oxidized/router.db
                    delimiter: !ruby/regexp /\\s*;\\s*/
                    map: {name: 0, model: 1, group: 2, input: 3}
                    vars_map: {ssh_port: 4, telnet_port: 5, ssh_proxy: 6}
                model_map:
                  cisco: ios
                  !ruby/regexp /^HP/i: procurve
                group_map:
                  !ruby/regexp /^plant-/: plant
                """);

        List<RouterDbLine> lines = RouterDb.read("""
                hp1;hp-2530;plant-7;ssh;2222;;
                r1;cisco;office;;;2323;jump.example
                r2;;
                r3;cisco;office;ftp
                r4;cisco;office;ssh;port
                """, config, NAMES);

        assertThat(lines.subList(0, 3))
                .containsExactly(
                        new RouterDbLine.Device(
                                1,
                                "hp1",
                                "hp1",
                                2222,
                                "hp-procurve",
                                "procurve",
                                "plant",
                                null,
                                "procurve-user",
                                "canary-narrow",
                                "canary-enable",
                                List.of()),
                        new RouterDbLine.Device(
                                2,
                                "r1",
                                "r1",
                                2323,
                                "cisco-ios",
                                "ios",
                                "office",
                                "telnet",
                                "ios-user",
                                "canary-common",
                                null,
                                List.of("The variable \"ssh_proxy\" is not taken over.")),
                        new RouterDbLine.Device(
                                3,
                                "r2",
                                "r2",
                                0,
                                "junos",
                                "junos",
                                "default",
                                "telnet",
                                "backup",
                                "canary-common",
                                null,
                                List.of()));
        assertThat(lines.subList(3, 5))
                .containsExactly(
                        new RouterDbLine.Refused(
                                4, "r3", List.of("Oxidized reaches it by ftp: collectors speak SSH and Telnet.")),
                        new RouterDbLine.Refused(
                                5, "r4", List.of("ssh_port is \"port\": write a port from 1 to 65535.")));
        assertThat(lines + config.toString()).doesNotContain("canary");
    }

    @Test
    void aColumnThatIsNotLookedAtHasNoName() throws OxidizedConfigException {
        OxidizedConfig config = OxidizedConfig.ofColumns(",", List.of("name", "", " Model", "ssh_port"));

        assertThat(RouterDb.read("sw1,rack 7,eos,8022", config, NAMES))
                .singleElement()
                .satisfies(line -> {
                    RouterDbLine.Device device = (RouterDbLine.Device) line;
                    assertThat(device.platform()).isEqualTo("eos");
                    assertThat(device.port()).isEqualTo(8022);
                });
    }

    private static OxidizedConfig config() throws OxidizedConfigException {
        return OxidizedConfig.ofColumns(OxidizedConfig.USUAL_DELIMITER, OxidizedConfig.USUAL_COLUMNS);
    }

    private static List<RouterDbLine> usual(String text) throws OxidizedConfigException {
        return RouterDb.read(text, config(), NAMES);
    }
}
