package io.zonekeeper.orchestrator.device;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device form in which everything is valid and its names are resolved; port 0 is the platform's default, tags are sorted. */
public record CheckedDevice(
        long groupId,
        String name,
        String address,
        int port,
        String platform,
        @Nullable Long credentialId,
        boolean enabled,
        List<String> tags,
        Map<String, String> parameters,
        @Nullable Integer limitSeconds,
        @Nullable Long maxBytes) {

    public CheckedDevice {
        tags = List.copyOf(tags);
        parameters = Map.copyOf(parameters);
    }
}
