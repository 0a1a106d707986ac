package io.zonekeeper.orchestrator.device;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device form in which everything is valid and its names are resolved; port 0 is the platform's default. */
record CheckedDevice(
        long groupId,
        String name,
        String address,
        int port,
        String platform,
        @Nullable Long credentialId,
        boolean enabled,
        Map<String, String> parameters,
        @Nullable Integer limitSeconds,
        @Nullable Long maxBytes) {}
