package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.credential.CredentialNames;
import io.zonekeeper.orchestrator.page.Submission;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@WebPage
@RequestMapping("/devices")
class DevicePage {

    private final Devices devices;
    private final DeviceHistory history;
    private final DeviceInventory inventory;
    private final HostKeys hostKeys;
    private final CredentialNames credentials;

    DevicePage(
            Devices devices,
            DeviceHistory history,
            DeviceInventory inventory,
            HostKeys hostKeys,
            CredentialNames credentials) {
        this.devices = devices;
        this.history = history;
        this.inventory = inventory;
        this.hostKeys = hostKeys;
        this.credentials = credentials;
    }

    @GetMapping("/{id}")
    String show(@AuthenticationPrincipal User user, @PathVariable long id, Model model) {
        Device device = found(user, id);
        model.addAllAttributes(history.model(user.scope(), device));
        model.addAttribute("hostKeys", hostKeys.of(user.scope(), id));
        model.addAttribute(
                "credentialId",
                device.credential() == null
                        ? null
                        : credentials
                                .find(user.scope(), device.credential())
                                .map(CredentialNames.Named::id)
                                .orElse(null));
        return "devices/device";
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable long id, Submission sent) {
        Device device = found(sent.user(), id);
        inventory.delete(sent.user(), id);
        return sent.done(
                "Device %s is taken out of the inventory; its versions are kept.".formatted(device.name()), "/devices");
    }

    @PostMapping("/{id}/host-keys/accept")
    String accept(
            @PathVariable long id, @RequestParam(required = false) @Nullable String fingerprint, Submission sent) {
        String page = "/devices/" + id;
        return sent.answer(
                () -> {
                    hostKeys.accept(sent.user(), id, fingerprint);
                    return sent.done("The host key is accepted: run the device again.", page);
                },
                page);
    }

    private Device found(User user, long id) {
        return devices.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Device " + id));
    }
}
