package io.zonekeeper.orchestrator.device;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of several devices; null leaves a field as it is.
 *
 * @param credential empty for none
 * @param addTags beside those a device has
 * @param removeTags of those a device has
 */
public record DeviceChange(
        @Nullable String group,
        @Nullable String platform,
        @Nullable String credential,
        @Nullable Boolean enabled,
        @Nullable List<String> addTags,
        @Nullable List<String> removeTags) {

    public static DeviceChange enabled(boolean enabled) {
        return new DeviceChange(null, null, null, enabled, null, null);
    }

    public boolean isNothing() {
        return group == null
                && platform == null
                && credential == null
                && enabled == null
                && (addTags == null || addTags.isEmpty())
                && (removeTags == null || removeTags.isEmpty());
    }

    DeviceForm of(Device device) {
        DeviceForm form = DeviceForm.of(device);
        return new DeviceForm(
                group == null ? form.group() : group,
                form.name(),
                form.address(),
                form.port(),
                platform == null ? form.platform() : platform,
                credential == null ? form.credential() : credential,
                enabled == null ? form.enabled() : enabled,
                tags(device),
                form.parameters(),
                form.limitSeconds(),
                form.maxBytes());
    }

    private List<String> tags(Device device) {
        TreeSet<String> tags = new TreeSet<>(device.tags());
        if (removeTags != null) {
            removeTags.forEach(tags::remove);
        }
        if (addTags != null) {
            tags.addAll(addTags);
        }
        return new ArrayList<>(tags);
    }
}
