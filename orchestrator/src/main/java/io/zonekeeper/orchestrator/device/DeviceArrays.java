package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Devices as arrays, one for each column, for statements that write many at once. */
final class DeviceArrays {

    static Map<String, Object> of(List<CheckedDevice> devices) {
        Map<String, Object> arrays = new HashMap<>();
        put(arrays, "groups", devices, CheckedDevice::groupId);
        put(arrays, "names", devices, CheckedDevice::name);
        put(arrays, "addresses", devices, CheckedDevice::address);
        put(arrays, "ports", devices, CheckedDevice::port);
        put(arrays, "platforms", devices, CheckedDevice::platform);
        put(arrays, "credentials", devices, CheckedDevice::credentialId);
        put(arrays, "enabled", devices, CheckedDevice::enabled);
        put(arrays, "tags", devices, device -> Tags.join(device.tags()));
        put(arrays, "parameters", devices, device -> Json.MAPPER.writeValueAsString(device.parameters()));
        put(arrays, "limits", devices, CheckedDevice::limitSeconds);
        put(arrays, "maxBytes", devices, CheckedDevice::maxBytes);
        return arrays;
    }

    /** As texts, which PostgreSQL casts: the driver has no arrays of JSON, and null fits in. */
    private static void put(
            Map<String, Object> arrays,
            String name,
            List<CheckedDevice> devices,
            Function<CheckedDevice, @Nullable Object> value) {
        @Nullable String[] texts = new @Nullable String[devices.size()];
        for (int i = 0; i < texts.length; i++) {
            Object each = value.apply(devices.get(i));
            texts[i] = each == null ? null : each.toString();
        }
        arrays.put(name, texts);
    }

    private DeviceArrays() {}
}
