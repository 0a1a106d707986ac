package io.zonekeeper.devenv.fleet;

import java.util.SplittableRandom;

/** What a Linux host prints of its files under {@code /etc}. Nothing in it differs between visits. */
final class LinuxConfiguration {

    private LinuxConfiguration() {}

    static String of(ConfigurationSeed seed) {
        SplittableRandom random = seed.random();
        StringBuilder body = new StringBuilder(seed.bytes() + 512);
        body.append("""
                ##### /etc/hostname
                %1$s

                ##### /etc/snmp/snmpd.conf
                rocommunity %3$s

                ##### /etc/network/interfaces
                # This file describes the network interfaces of %1$s, revision %2$d.
                auto lo
                iface lo inet loopback

                """.formatted(seed.name(), seed.revision(), ConfigurationSeed.secret(random, 12)));
        for (int vlan = 1; body.length() < seed.bytes() - 120; vlan++) {
            body.append("auto eth0.")
                    .append(vlan)
                    .append("\niface eth0.")
                    .append(vlan)
                    .append(" inet static\n    address 10.");
            body.append(random.nextInt(256))
                    .append('.')
                    .append(random.nextInt(256))
                    .append(".1/24\n\n");
        }
        return body.append("##### end\n").toString();
    }
}
