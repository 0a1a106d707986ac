package io.zonekeeper.devenv.chain;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Services;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Chains from the jars of this build; their logs stay under {@code target/chain}. */
final class Chains {

    private Chains() {}

    static Chain start(String name) throws Exception {
        return start(name, Map.of());
    }

    /** @param settings of orchestrator and consumer */
    static Chain start(String name, Map<String, String> settings) throws Exception {
        Path folder = Path.of("target", "chain", name + "-" + Instant.now().toEpochMilli());
        return new Chain(Installation.ofClone(Path.of("..")), Services.of(System.getenv()), folder, settings);
    }

    static DeviceSpec junos(String name) {
        return DeviceSpec.of(name, Platform.JUNOS, Chain.USERNAME, Chain.PASSWORD);
    }
}
