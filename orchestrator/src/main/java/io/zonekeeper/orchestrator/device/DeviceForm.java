package io.zonekeeper.orchestrator.device;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device as a user writes it: names of group and credential, and null where the default will do.
 *
 * @param enabled null means true
 * @param tags null means none
 */
public record DeviceForm(
        @Nullable String group,
        @Nullable String name,
        @Nullable String address,
        @Nullable Integer port,
        @Nullable String platform,
        @Nullable String credential,
        @Nullable Boolean enabled,
        @Nullable List<String> tags,
        @Nullable Map<String, @Nullable String> parameters,
        @Nullable Integer limitSeconds,
        @Nullable Long maxBytes) {

    static final DeviceForm NOTHING = new DeviceForm(null, null, null, null, null, null, null, null, null, null, null);

    public static DeviceForm of(Device device) {
        return new DeviceForm(
                device.group().value(),
                device.name(),
                device.address(),
                device.port(),
                device.platform(),
                device.credential(),
                device.enabled(),
                device.tags(),
                Map.copyOf(device.parameters()),
                device.limitSeconds(),
                device.maxBytes());
    }
}
