package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the fleet can be told. */
final class Control {

    private static final int DEFAULT_BYTES = 4096;

    private final FakeFleet fleet;

    Control(FakeFleet fleet) {
        this.fleet = fleet;
    }

    /**
     * Devices to be added, named {@code prefix} and a number from {@code first} on.
     *
     * @param count null: one, named by the prefix alone
     */
    record NewDevices(
            String prefix,
            @Nullable Integer count,
            @Nullable Integer first,
            Platform platform,
            String username,
            String password,
            @Nullable String enableSecret,
            @Nullable Integer configBytes,
            @Nullable Long seed,
            @Nullable Behaviour behaviour,
            @Nullable Long thinkTimeMs) {

        NewDevices {
            if (prefix == null || platform == null || username == null || password == null) {
                throw new IllegalArgumentException("prefix, platform, username and password are required");
            }
        }

        DeviceSpec spec(String name) {
            return new DeviceSpec(
                    name,
                    platform,
                    username,
                    password,
                    enableSecret,
                    configBytes == null ? DEFAULT_BYTES : configBytes,
                    seed == null ? 1 : seed);
        }
    }

    /** @param names null: all devices; what else is null stays as it is */
    record Change(
            @Nullable List<String> names,
            @Nullable Behaviour behaviour,
            @Nullable Integer revision,
            @Nullable Long thinkTimeMs,
            @Nullable Integer hostKey,
            @Nullable String password) {}

    record View(
            String name,
            Platform platform,
            String address,
            int port,
            Behaviour behaviour,
            int revision,
            long thinkTimeMs,
            int hostKey) {

        static View of(FakeDevice device) {
            return new View(
                    device.name(),
                    device.platform(),
                    device.address(),
                    device.port(),
                    device.behaviour(),
                    device.revision(),
                    device.thinkTime().toMillis(),
                    device.hostKey());
        }
    }

    List<View> devices() {
        return fleet.devices().stream().map(View::of).toList();
    }

    FakeDevice device(String name) {
        return fleet.find(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no device \"%s\".".formatted(name)));
    }

    List<View> create(NewDevices wanted) throws IOException {
        List<View> made = new ArrayList<>();
        int first = wanted.first() == null ? 1 : wanted.first();
        int count = wanted.count() == null ? 1 : wanted.count();
        for (int number = first; number < first + count; number++) {
            FakeDevice device =
                    fleet.add(wanted.spec(wanted.count() == null ? wanted.prefix() : wanted.prefix() + number));
            apply(device, wanted.behaviour(), wanted.thinkTimeMs());
            made.add(View.of(device));
        }
        return made;
    }

    List<View> change(Change change) throws IOException {
        List<String> names = change.names();
        Collection<FakeDevice> devices = names == null
                ? fleet.devices()
                : names.stream().map(this::device).toList();
        for (FakeDevice device : devices) {
            apply(device, change.behaviour(), change.thinkTimeMs());
            if (change.revision() != null) {
                device.setRevision(change.revision());
            }
            if (change.hostKey() != null) {
                device.setHostKey(change.hostKey());
            }
            if (change.password() != null) {
                device.setPassword(change.password());
            }
        }
        return devices.stream().map(View::of).toList();
    }

    private void apply(FakeDevice device, @Nullable Behaviour behaviour, @Nullable Long thinkTimeMs)
            throws IOException {
        if (thinkTimeMs != null) {
            device.setThinkTime(Duration.ofMillis(thinkTimeMs));
        }
        if (behaviour != null) {
            fleet.setBehaviour(device, behaviour);
        }
    }
}
