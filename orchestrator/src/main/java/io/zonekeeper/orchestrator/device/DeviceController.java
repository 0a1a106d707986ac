package io.zonekeeper.orchestrator.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/devices")
class DeviceController {

    private final Devices devices;
    private final DeviceSearch search;
    private final DeviceInventory inventory;
    private final HostKeys hostKeys;

    DeviceController(Devices devices, DeviceSearch search, DeviceInventory inventory, HostKeys hostKeys) {
        this.devices = devices;
        this.search = search;
        this.inventory = inventory;
        this.hostKeys = hostKeys;
    }

    record AcceptForm(@Nullable String fingerprint) {}

    @Operation(summary = "Devices, by group and name")
    @GetMapping
    Page<Device> list(
            @AuthenticationPrincipal User user,
            DeviceFilter filter,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        DeviceOrder order = DeviceOrder.parse(sort);
        return search.find(user.scope(), filter.checked(), order, order.request(limit, after));
    }

    @Operation(summary = "A device")
    @GetMapping("/{id}")
    Device get(@AuthenticationPrincipal User user, @PathVariable long id) {
        return devices.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Device " + id));
    }

    @Operation(summary = "Add a device")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Device create(@AuthenticationPrincipal User user, @RequestBody DeviceForm form) {
        return inventory.create(user, form);
    }

    @Operation(summary = "Change a device")
    @PatchMapping("/{id}")
    Device change(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestBody @Schema(implementation = DeviceForm.class) ObjectNode change) {
        return inventory.change(user, id, change);
    }

    @Operation(summary = "Take a device out of the inventory; its versions stay")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal User user, @PathVariable long id) {
        inventory.delete(user, id);
    }

    @Operation(summary = "The accepted host key of a device and those seen")
    @GetMapping("/{id}/host-keys")
    HostKeys.DeviceHostKeys hostKeys(@AuthenticationPrincipal User user, @PathVariable long id) {
        return hostKeys.of(user.scope(), id);
    }

    @Operation(summary = "Accept a host key that has been seen of a device")
    @PostMapping("/{id}/host-keys/accept")
    HostKeys.DeviceHostKeys accept(
            @AuthenticationPrincipal User user, @PathVariable long id, @RequestBody AcceptForm form) {
        return hostKeys.accept(user, id, form.fingerprint());
    }
}
