package io.zonekeeper.orchestrator.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.web.Editable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device of the inventory.
 *
 * @param port null for the platform's default
 * @param credential name of the login, or null
 * @param tags in lower case, sorted
 * @param source the import it comes from; null if it was added by hand
 * @param sourceGoneAt since when its source does not list it any more; null while it does
 * @param parameters of the platform, no secrets
 * @param limitSeconds of one backup; null for the default
 * @param maxBytes of one configuration; null for the default
 */
public record Device(
        long id,
        GroupName group,
        String name,
        String address,
        @Nullable Integer port,
        String platform,
        @Nullable String credential,
        boolean enabled,
        List<String> tags,
        @Nullable String source,
        @Nullable Instant sourceGoneAt,
        Map<String, String> parameters,
        @Nullable Integer limitSeconds,
        @Nullable Long maxBytes,
        Instant createdAt,
        Instant updatedAt,
        State state)
        implements Editable {

    public Device {
        tags = List.copyOf(tags);
        parameters = Map.copyOf(parameters);
    }

    @Override
    public Object editable() {
        return DeviceForm.of(this);
    }

    /** What audit events of it are about. */
    public String subject() {
        return subject(id, group.value(), name);
    }

    /** As {@link #subject()}, for a device that was not read again since it was written. */
    public static String subject(long id, @Nullable String group, @Nullable String name) {
        return "device %d (%s/%s)".formatted(id, group, name);
    }

    /** How its backups went; all null before the first. */
    public record State(
            @Nullable String lastStatus,
            @Nullable String lastFailure,
            @Nullable Instant lastAttemptAt,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastChangedAt,
            @Nullable Long currentVersionId,
            @JsonProperty("failures_in_a_row") int failuresInARow) {}
}
