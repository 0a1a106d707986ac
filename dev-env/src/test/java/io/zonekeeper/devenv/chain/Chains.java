package io.zonekeeper.devenv.chain;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.FreshChain;
import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Services;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Chains from the jars of this build; their logs stay under {@code target/chain}. */
final class Chains {

    private Chains() {}

    /** @param settings of orchestrator and consumer */
    static Chain start(String name, Map<String, String> settings) throws Exception {
        return start(name, given(), settings);
    }

    /**
     * @param services to take parts of, as {@link #given} or on another way to them
     * @param settings of orchestrator and consumer
     */
    static Chain start(String name, Services services, Map<String, String> settings) throws Exception {
        return new Chain(installation(), services, folder(name), settings);
    }

    /** One that nobody has set up. */
    static FreshChain startFresh(String name) throws Exception {
        return new FreshChain(installation(), given(), folder(name), Map.of());
    }

    static Services given() {
        return Services.of(System.getenv());
    }

    private static Installation installation() {
        return Installation.ofClone(Path.of(".."));
    }

    private static Path folder(String name) {
        return Path.of("target", "chain", name + "-" + Instant.now().toEpochMilli());
    }

    static DeviceSpec junos(String name) {
        return DeviceSpec.of(name, Platform.JUNOS, Chain.USERNAME, Chain.PASSWORD);
    }

    /** A file of these devices, as an import reads it. */
    static String inventory(List<FakeDevice> devices) {
        StringBuilder rows = new StringBuilder("name,address,port,platform\n");
        for (FakeDevice device : devices) {
            String platform = device.platform() == Platform.CISCO_IOS ? "cisco-ios" : "junos";
            rows.append("%s,%s,%d,%s\n".formatted(device.name(), device.address(), device.port(), platform));
        }
        return rows.toString();
    }
}
