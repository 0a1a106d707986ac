package io.zonekeeper.devenv.fleet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/** What {@code show configuration} prints on Junos. The date of the last commit belongs to the revision, not to the visit. */
final class JunosConfiguration {

    private static final Instant FIRST_COMMIT = Instant.parse("2026-03-01T08:00:00Z");
    private static final DateTimeFormatter COMMITTED = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private JunosConfiguration() {}

    static String of(ConfigurationSeed seed) {
        SplittableRandom random = seed.random();
        StringBuilder body = new StringBuilder(seed.bytes() + 512);
        body.append("""
                ## Last commit: %s by admin
                version 21.4R3.15;
                system {
                    host-name %s;
                    root-authentication {
                        encrypted-password "$6$%s"; ## SECRET-DATA
                    }
                    ntp {
                        server 192.0.2.%d;
                    }
                }
                interfaces {
                """.formatted(
                        COMMITTED.format(FIRST_COMMIT.plusSeconds(3600L * seed.revision())),
                        seed.name(),
                        ConfigurationSeed.secret(random, 60),
                        10 + seed.revision() % 200));
        for (int port = 0; body.length() < seed.bytes() - 120; port++) {
            body.append("    ge-0/0/").append(port).append(" {\n        description \"");
            body.append(port == 0 ? "uplink, revision " + seed.revision() : "port-" + random.nextInt(10_000));
            body.append("\";\n        unit 0 {\n            family ethernet-switching {\n                vlan {\n");
            body.append("                    members v").append(1 + random.nextInt(4000));
            body.append(";\n                }\n            }\n        }\n    }\n");
        }
        return body.append("""
                }
                snmp {
                    community %s {
                        authorization read-only;
                    }
                }
                """.formatted(ConfigurationSeed.secret(random, 12))).toString();
    }
}
