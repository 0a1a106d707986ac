package io.zonekeeper.orchestrator.device;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which names and addresses are taken, to try changes of many devices before they are made. Not thread-safe. */
public final class DeviceIdentities {

    private final Map<List<Object>, Long> names = new HashMap<>();
    private final Map<List<Object>, Long> addresses = new HashMap<>();

    public static DeviceIdentities of(List<Device> devices) {
        DeviceIdentities identities = new DeviceIdentities();
        devices.forEach(device -> identities.put(device.id(), DeviceForm.of(device)));
        return identities;
    }

    /** The device of this group with this name, in whatever case. */
    public Optional<Long> byName(@Nullable String group, @Nullable String name) {
        return Optional.ofNullable(names.get(nameKey(group, name)));
    }

    public Optional<Long> byAddress(@Nullable String group, @Nullable String address, @Nullable Integer port) {
        return Optional.ofNullable(addresses.get(addressKey(group, address, port)));
    }

    public void put(long id, DeviceForm form) {
        names.put(nameKey(form.group(), form.name()), id);
        addresses.put(addressKey(form.group(), form.address(), form.port()), id);
    }

    public void remove(Device device) {
        DeviceForm form = DeviceForm.of(device);
        names.remove(nameKey(form.group(), form.name()), device.id());
        addresses.remove(addressKey(form.group(), form.address(), form.port()), device.id());
    }

    private static List<Object> nameKey(@Nullable String group, @Nullable String name) {
        return List.of(String.valueOf(group), String.valueOf(name).toLowerCase(Locale.ROOT));
    }

    private static List<Object> addressKey(@Nullable String group, @Nullable String address, @Nullable Integer port) {
        return List.of(String.valueOf(group), String.valueOf(address), port == null ? 0 : port);
    }
}
