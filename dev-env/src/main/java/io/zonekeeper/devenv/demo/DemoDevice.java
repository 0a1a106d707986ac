package io.zonekeeper.devenv.demo;

import io.zonekeeper.devenv.fleet.Behaviour;
import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A device of the demo: where it stands, what it is and how it behaves. */
record DemoDevice(String group, String name, Platform platform, Behaviour behaviour) {

    static final String USERNAME = "backup";
    static final String PASSWORD = "demo-Passw0rd";
    static final String ENABLE_SECRET = "demo-Enable1";
    private static final int CONFIG_BYTES = 20_000;

    /** Twenty, ten in each zone, four of them with a trouble each. */
    static List<DemoDevice> all() {
        List<DemoDevice> devices = new ArrayList<>();
        Stream.of("dmz-edge1", "dmz-edge2", "dmz-edge3", "dmz-edge4")
                .forEach(name -> devices.add(sound("dmz", name, Platform.CISCO_IOS)));
        Stream.of("dmz-core1", "dmz-core2").forEach(name -> devices.add(sound("dmz", name, Platform.JUNOS)));
        Stream.of("dmz-radio1", "dmz-radio2").forEach(name -> devices.add(sound("dmz", name, Platform.ROUTEROS)));
        devices.add(new DemoDevice("dmz", "dmz-powered-off", Platform.CISCO_IOS, Behaviour.UNREACHABLE));
        devices.add(new DemoDevice("dmz", "dmz-wrong-password", Platform.JUNOS, Behaviour.WRONG_PASSWORD));
        Stream.of("lab-switch1", "lab-switch2", "lab-switch3", "lab-switch4")
                .forEach(name -> devices.add(sound("lab", name, Platform.CISCO_IOS)));
        Stream.of("lab-router1", "lab-router2").forEach(name -> devices.add(sound("lab", name, Platform.JUNOS)));
        Stream.of("lab-host1", "lab-host2").forEach(name -> devices.add(sound("lab", name, Platform.LINUX)));
        devices.add(new DemoDevice("lab", "lab-cut-off", Platform.CISCO_IOS, Behaviour.TRUNCATED));
        devices.add(new DemoDevice("lab", "lab-silent", Platform.JUNOS, Behaviour.SILENT));
        return devices;
    }

    boolean isSound() {
        return behaviour == Behaviour.NORMAL;
    }

    DeviceSpec spec() {
        DeviceSpec spec = DeviceSpec.of(name, platform, USERNAME, PASSWORD).withConfigBytes(CONFIG_BYTES);
        return platform == Platform.CISCO_IOS ? spec.withEnableSecret(ENABLE_SECRET) : spec;
    }

    /** The name of its platform at the product. */
    String platformName() {
        return switch (platform) {
            case CISCO_IOS -> "cisco-ios";
            case JUNOS -> "junos";
            case ROUTEROS -> "routeros";
            case LINUX -> "linux";
        };
    }

    private static DemoDevice sound(String group, String name, Platform platform) {
        return new DemoDevice(group, name, platform, Behaviour.NORMAL);
    }
}
