package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes many devices at once, all or none, each audited. Thread-safe. */
@Component
public class DeviceBatch {

    private static final int NAMED = 3;

    private final Devices devices;
    private final DeviceCheck check;
    private final Audit audit;

    DeviceBatch(Devices devices, DeviceCheck check, Audit audit) {
        this.devices = devices;
        this.check = check;
        this.audit = audit;
    }

    /**
     * @return how many there were to change and are changed
     * @throws Problem 409 if two devices of a group would have the same name or address, 422 if a field is not valid
     */
    @Transactional
    public int change(User who, Collection<Long> ids, DeviceChange change) {
        DeviceChange checked = checked(change);
        devices.lockAll();
        List<Device> before = devices.findAll(who.scope(), ids);
        DeviceCheck memory = check.remembering();
        SortedMap<Long, CheckedDevice> changed = new TreeMap<>();
        for (Device device : before) {
            DeviceForm form = checked.of(device);
            if (!form.equals(DeviceForm.of(device))) {
                changed.put(device.id(), memory.check(who.scope(), form, device));
            }
        }
        if (checked.group() != null) {
            refuseCollisions(before, checked);
        }
        devices.updateAll(changed);
        List<Device> after = devices.findAll(who.scope(), changed.keySet());
        List<Audit.Change> changes = new ArrayList<>();
        var now = after.iterator();
        for (Device old : before) {
            if (changed.containsKey(old.id())) {
                changes.add(new Audit.Change(old.subject(), DeviceForm.of(old), DeviceForm.of(now.next())));
            }
        }
        audit.changes(who.name(), "device.change", changes);
        return changed.size();
    }

    /** Takes them out of the inventory; their versions stay. @return how many there were */
    @Transactional
    public int delete(User who, Collection<Long> ids) {
        devices.lockAll();
        List<Device> before = devices.findAll(who.scope(), ids);
        devices.deleteAll(before.stream().map(Device::id).toList());
        audit.changes(
                who.name(),
                "device.delete",
                before.stream()
                        .map(device -> new Audit.Change(device.subject(), DeviceForm.of(device), null))
                        .toList());
        return before.size();
    }

    private static DeviceChange checked(DeviceChange change) {
        FieldErrors errors = new FieldErrors();
        List<String> add = Tags.checked("add_tags", change.addTags(), errors);
        List<String> remove = Tags.checked("remove_tags", change.removeTags(), errors);
        if (change.isNothing()) {
            errors.add("change", null, "Nothing is to change: give a group, a platform, a credential or tags.");
        }
        errors.throwIfAny();
        return new DeviceChange(change.group(), change.platform(), change.credential(), change.enabled(), add, remove);
    }

    private void refuseCollisions(List<Device> moving, DeviceChange change) {
        DeviceIdentities taken = DeviceIdentities.of(devices.all(Scope.all()));
        moving.forEach(taken::remove);
        List<String> colliding = new ArrayList<>();
        for (Device device : moving) {
            DeviceForm form = change.of(device);
            if (taken.byName(form.group(), form.name()).isPresent()
                    || taken.byAddress(form.group(), form.address(), form.port())
                            .isPresent()) {
                colliding.add(device.group() + "/" + device.name());
            } else {
                taken.put(device.id(), form);
            }
        }
        if (!colliding.isEmpty()) {
            throw Problem.conflict(
                    "In group %s the name or the address of %d of these devices would be there twice (%s%s): change or leave out those first."
                            .formatted(
                                    change.group(),
                                    colliding.size(),
                                    String.join(", ", colliding.subList(0, Math.min(NAMED, colliding.size()))),
                                    colliding.size() > NAMED ? ", …" : ""));
        }
    }
}
