package io.zonekeeper.devenv.fleet;

import java.time.Instant;

/** Configurations of devices that nobody visits. */
public final class FakeConfigurations {

    private FakeConfigurations() {}

    /** What a Cisco device of that name would show; another revision differs in a few lines. */
    public static String cisco(String name, int bytes, int revision) {
        return CiscoConfiguration.of(new ConfigurationSeed(name, 1, revision, bytes, 0, Instant.EPOCH));
    }
}
