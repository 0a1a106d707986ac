package io.zonekeeper.devenv.demo;

import io.zonekeeper.devenv.fleet.FakeDevice;
import io.zonekeeper.devenv.fleet.FakeFleet;
import io.zonekeeper.devenv.stack.Api;
import io.zonekeeper.devenv.stack.Stack;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Defines groups, credentials and devices through the public API. */
final class Zones {

    private static final int SILENT_LIMIT_SECONDS = 5;

    private final Api api;

    Zones(Api api) {
        this.api = api;
    }

    /** Creates a group and starts one collector by the command that came with it. */
    void open(Stack stack, String group, String description) {
        String startCommand = api.post("/groups", Map.of("name", group, "description", description))
                .path("start_command")
                .asString();
        stack.startCollector(group, startCommand);
    }

    void createCredentials() {
        api.post("/credentials", login("devices"));
        // On its own: refused logins pause a credential.
        api.post("/credentials", login("device-with-another-password"));
    }

    /** Returns the id of each device by its name. */
    Map<String, Long> createDevices(FakeFleet fleet, List<DemoDevice> devices) throws IOException {
        Map<String, Long> ids = new HashMap<>();
        for (DemoDevice device : devices) {
            FakeDevice fake = fleet.add(device.spec());
            fleet.setBehaviour(fake, device.behaviour());
            Map<String, Object> body = new HashMap<>();
            body.put("group", device.group());
            body.put("name", device.name());
            body.put("address", fake.address());
            body.put("port", fake.port());
            body.put("platform", device.platformName());
            switch (device.behaviour()) {
                case WRONG_PASSWORD -> body.put("credential", "device-with-another-password");
                case SILENT -> {
                    body.put("credential", "devices");
                    body.put("limit_seconds", SILENT_LIMIT_SECONDS);
                }
                default -> body.put("credential", "devices");
            }
            ids.put(device.name(), api.post("/devices", body).path("id").asLong());
        }
        return ids;
    }

    void createRealHost(String group, String name, RealHost host) {
        api.post(
                "/credentials",
                Map.of("name", "this-machine", "username", host.username(), "private_key", host.privateKey()));
        api.post(
                "/devices",
                Map.of(
                        "group",
                        group,
                        "name",
                        name,
                        "address",
                        "127.0.0.1",
                        "port",
                        host.port(),
                        "platform",
                        "linux",
                        "credential",
                        "this-machine"));
    }

    private static Map<String, Object> login(String name) {
        return Map.of(
                "name", name,
                "username", DemoDevice.USERNAME,
                "password", DemoDevice.PASSWORD,
                "enable_secret", DemoDevice.ENABLE_SECRET);
    }
}
