package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Preconditions;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Changes the inventory, each change audited. Thread-safe. */
@Component
public class DeviceInventory {

    private final Devices devices;
    private final DeviceCheck check;
    private final Audit audit;
    private final JsonMerge merge;
    private final Preconditions preconditions;

    DeviceInventory(Devices devices, DeviceCheck check, Audit audit, JsonMerge merge, Preconditions preconditions) {
        this.devices = devices;
        this.check = check;
        this.audit = audit;
        this.merge = merge;
        this.preconditions = preconditions;
    }

    /** @throws Problem 409 if the group has that name or address already, 422 if a field is not valid */
    @Transactional
    public Device create(User who, DeviceForm form) {
        CheckedDevice device = check.check(who.scope(), form, null);
        refuseTakenName(form, device, 0);
        long id = refusingTakenAddress(form, () -> devices.insert(device));
        Device created = found(who, id);
        audit.change(who.name(), "device.create", created.subject(), null, DeviceForm.of(created));
        return created;
    }

    /** @throws Problem 404, 409 and 422 as {@link #create}, 412 and 428 as {@link Preconditions} */
    @Transactional
    public Device change(User who, long id, ObjectNode change) {
        Device before = locked(who, id);
        preconditions.check(before.editable());
        DeviceForm form = merge.apply(DeviceForm.of(before), change, DeviceForm.class);
        CheckedDevice device = check.check(who.scope(), form, before);
        refuseTakenName(form, device, id);
        refusingTakenAddress(form, () -> {
            devices.update(id, device);
            return id;
        });
        Device after = found(who, id);
        audit.change(who.name(), "device.change", before.subject(), DeviceForm.of(before), DeviceForm.of(after));
        return after;
    }

    /**
     * Takes the device out of the inventory; its versions stay.
     *
     * @throws Problem 404, 412 as {@link Preconditions}
     */
    @Transactional
    public void delete(User who, long id) {
        Device device = locked(who, id);
        preconditions.check(device.editable());
        devices.deleteAll(List.of(id));
        audit.change(who.name(), "device.delete", device.subject(), DeviceForm.of(device), null);
    }

    private Device locked(User who, long id) {
        devices.lock(id);
        return found(who, id);
    }

    private Device found(User who, long id) {
        return devices.find(who.scope(), id).orElseThrow(() -> Problem.notFound("Device " + id));
    }

    /** Asked before the statement fails, so that the sentence names the one of the two that is taken. */
    private void refuseTakenName(DeviceForm form, CheckedDevice device, long exceptId) {
        if (devices.isNameTaken(device, exceptId)) {
            throw Problem.conflict("Group %s has a device named \"%s\" already: choose another name."
                    .formatted(form.group(), device.name()));
        }
    }

    private static long refusingTakenAddress(DeviceForm form, LongSupplier statement) {
        try {
            return statement.getAsLong();
        } catch (DuplicateKeyException e) {
            throw Problem.conflict("Group %s has a device at %s%s already: change that one, or use another port."
                    .formatted(form.group(), form.address(), form.port() == null ? "" : " port " + form.port()));
        }
    }
}
