package io.zonekeeper.orchestrator.bulk;

import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceBatch;
import io.zonekeeper.orchestrator.device.DeviceChange;
import io.zonekeeper.orchestrator.device.DeviceSearch;
import io.zonekeeper.orchestrator.device.Devices;
import io.zonekeeper.orchestrator.run.RunStarts;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Does one thing to many devices, all or none. Thread-safe. */
@Component
public class BulkChanges {

    private final DeviceSearch search;
    private final Devices devices;
    private final DeviceBatch batch;
    private final RunStarts runs;

    BulkChanges(DeviceSearch search, Devices devices, DeviceBatch batch, RunStarts runs) {
        this.search = search;
        this.devices = devices;
        this.batch = batch;
        this.runs = runs;
    }

    /**
     * @param selected devices chosen
     * @param done of these, those it made a difference to; 0 for a dry run
     * @param runId for the action {@code run}
     */
    public record Done(long selected, int done, @Nullable UUID runId) {}

    /** @throws Problem 409 if they are not as many as expected, or collide; 422 if something is missing or not valid */
    @Transactional
    public Done apply(User who, BulkRequest request) {
        if (request.action() == null) {
            throw Problem.invalid(
                    new FieldError("action", null, "action is missing: use change, enable, disable, run or delete."));
        }
        List<Device> selected = selected(who.scope(), request);
        if (request.expected() != null && request.expected() != selected.size()) {
            throw Problem.conflict("%d devices are selected now, not %d: look at them again."
                    .formatted(selected.size(), request.expected()));
        }
        if (Boolean.TRUE.equals(request.dryRun())) {
            return new Done(selected.size(), 0, null);
        }
        List<Long> ids = selected.stream().map(Device::id).toList();
        return switch (request.action()) {
            case CHANGE -> changed(who, ids, change(request));
            case ENABLE -> changed(who, ids, DeviceChange.enabled(true));
            case DISABLE -> changed(who, ids, DeviceChange.enabled(false));
            case DELETE -> new Done(ids.size(), batch.delete(who, ids), null);
            case RUN -> run(who, selected);
        };
    }

    /** @throws Problem 422 if nothing is selected, or a device that is not there */
    List<Device> selected(Scope scope, BulkRequest request) {
        if ((request.ids() == null) == (request.filter() == null)) {
            throw Problem.invalid(
                    new FieldError("ids", request.ids(), "Name the devices by one of ids and filter, not by both."));
        }
        List<Device> selected = devices.findAll(
                scope,
                request.ids() == null
                        ? search.ids(
                                scope, Objects.requireNonNull(request.filter()).checked())
                        : request.ids());
        if (selected.isEmpty()) {
            throw Problem.invalid(new FieldError("ids", null, "No device is selected: tick one, or all that fit."));
        }
        if (request.ids() != null) {
            Set<Long> there = selected.stream().map(Device::id).collect(Collectors.toSet());
            request.ids().stream().filter(id -> !there.contains(id)).findFirst().ifPresent(id -> {
                throw Problem.invalid(
                        new FieldError("ids", id, "Device %d does not exist: leave it out.".formatted(id)));
            });
        }
        return selected;
    }

    private static DeviceChange change(BulkRequest request) {
        if (request.change() == null) {
            throw Problem.invalid(
                    new FieldError("change", null, "change is missing: say what is to become of the devices."));
        }
        return request.change();
    }

    private Done changed(User who, List<Long> ids, DeviceChange change) {
        return new Done(ids.size(), batch.change(who, ids, change), null);
    }

    private Done run(User who, List<Device> selected) {
        List<Long> enabled =
                selected.stream().filter(Device::enabled).map(Device::id).toList();
        if (enabled.isEmpty()) {
            throw Problem.invalid(new FieldError("ids", null, "None of the devices is enabled: enable them first."));
        }
        UUID run = runs.start(who, new RunStarts.RunForm(enabled, null, null)).id();
        return new Done(selected.size(), enabled.size(), run);
    }
}
