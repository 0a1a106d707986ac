package io.zonekeeper.orchestrator.bulk;

import io.zonekeeper.orchestrator.device.DeviceChange;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do to which devices: to those with the ids, or to all that fit the filter.
 *
 * @param change for the action {@code change}; null for the others
 * @param expected how many devices the user was shown; null if it does not matter. With another number nothing is done
 * @param dryRun true only counts; null means false
 */
public record BulkRequest(
        @Nullable BulkAction action,
        @Nullable List<Long> ids,
        @Nullable DeviceFilter filter,
        @Nullable DeviceChange change,
        @Nullable Long expected,
        @Nullable Boolean dryRun) {}
