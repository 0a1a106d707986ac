package io.zonekeeper.devenv.fleet;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/** What {@code /export show-sensitive} prints on RouterOS; its first line holds the time of the export. */
final class RouterOsConfiguration {

    private static final DateTimeFormatter EXPORTED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RouterOsConfiguration() {}

    static String of(ConfigurationSeed seed) {
        SplittableRandom random = seed.random();
        StringBuilder body = new StringBuilder(seed.bytes() + 512);
        body.append("""
                # %s by RouterOS 7.16.2
                # software id = %s
                #
                # model = RB5009UG+S+
                # serial number = %s
                /interface bridge
                add name=bridge1
                /interface wireless security-profiles
                set [ find default=yes ] wpa2-pre-shared-key=%s
                /interface vlan
                """.formatted(
                        EXPORTED.format(seed.now().plusSeconds(seed.visit())),
                        "ABCD-" + (1000 + random.nextInt(9000)),
                        ConfigurationSeed.secret(random, 11).toUpperCase(Locale.ROOT),
                        ConfigurationSeed.secret(random, 16)));
        for (int vlan = 0; body.length() < seed.bytes() - 200; vlan++) {
            body.append("add comment=\"")
                    .append(vlan == 0 ? "uplink, revision " + seed.revision() : "port-" + random.nextInt(10_000));
            body.append("\" interface=bridge1 name=vlan")
                    .append(vlan)
                    .append(" vlan-id=")
                    .append(1 + random.nextInt(4000));
            body.append('\n');
        }
        return body.append("""
                /ppp secret
                add name=branch password=%s
                /system identity
                set name=%s
                /system ntp client servers
                add address=192.0.2.%d
                """.formatted(ConfigurationSeed.secret(random, 14), seed.name(), 10 + seed.revision() % 200))
                .toString();
    }
}
