package io.zonekeeper.devenv.fleet;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/** What {@code show running-config} prints on Cisco IOS. Lines end in {@code \n}. */
final class CiscoConfiguration {

    private static final DateTimeFormatter CHANGED = DateTimeFormatter.ofPattern(
                    "HH:mm:ss 'UTC' EEE MMM d yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private CiscoConfiguration() {}

    static String of(ConfigurationSeed seed) {
        SplittableRandom random = seed.random();
        StringBuilder body = new StringBuilder(seed.bytes() + 512);
        body.append("""
                !
                ! Last configuration change at %s by admin
                !
                version 15.2
                service timestamps debug datetime msec
                service password-encryption
                !
                hostname %s
                !
                enable secret 9 $9$%s
                !
                username admin privilege 15 secret 9 $9$%s
                no aaa new-model
                ip domain-name example.net
                !
                """.formatted(
                        CHANGED.format(seed.now().plusSeconds(seed.visit())),
                        seed.name(),
                        ConfigurationSeed.secret(random, 40),
                        ConfigurationSeed.secret(random, 40)));
        String snmp = ConfigurationSeed.secret(random, 12);
        for (int port = 0; body.length() < seed.bytes() - 400; port++) {
            appendInterface(body, random, port, seed.revision());
        }
        return body.append("""
                ip route 0.0.0.0 0.0.0.0 192.0.2.1
                %s!
                snmp-server community %s RO
                ntp clock-period %d
                ntp server 192.0.2.%d
                line con 0
                line vty 0 4
                 login local
                 transport input ssh
                !
                end
                """.formatted(
                                seed.revision() > 1
                                        ? "access-list 10 permit 198.51.100.%d\n".formatted(seed.revision() % 250)
                                        : "",
                                snmp,
                                17_179_800 + seed.visit() % 1000,
                                10 + seed.revision() % 200))
                .toString();
    }

    private static void appendInterface(StringBuilder body, SplittableRandom random, int port, int revision) {
        body.append("interface GigabitEthernet").append(port / 48).append('/').append(port % 48 + 1);
        body.append("\n description ")
                .append(port == 0 ? "uplink, revision " + revision : "port-" + random.nextInt(10_000));
        body.append("\n switchport access vlan ").append(1 + random.nextInt(4000));
        body.append("\n switchport mode access\n spanning-tree portfast\n");
        if (port % 8 == 7) {
            body.append(" ip ospf message-digest-key 1 md5 7 ")
                    .append(ConfigurationSeed.secret(random, 18))
                    .append('\n');
        }
        body.append("!\n");
    }
}
