package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@WebPage
@RequestMapping("/devices")
class DevicePage {

    private static final int ROWS = 50;

    private final Devices devices;
    private final DeviceSearch search;
    private final DeviceHistory history;
    private final DeviceInventory inventory;
    private final HostKeys hostKeys;
    private final CollectorGroups groups;

    DevicePage(
            Devices devices,
            DeviceSearch search,
            DeviceHistory history,
            DeviceInventory inventory,
            HostKeys hostKeys,
            CollectorGroups groups) {
        this.devices = devices;
        this.search = search;
        this.history = history;
        this.inventory = inventory;
        this.hostKeys = hostKeys;
        this.groups = groups;
    }

    /** Answers with the table alone where htmx asks for it while somebody types. */
    @GetMapping
    String list(
            @AuthenticationPrincipal User user,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String after,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        DeviceSearch.Filter filter = new DeviceSearch.Filter(q, group, status);
        Page<DeviceSearch.DeviceRow> page =
                search.find(user.scope(), filter, PageRequest.of(ROWS, after, Devices.SORT_KEY));
        model.addAttribute("filter", filter);
        model.addAttribute("devices", page.items());
        model.addAttribute("next", page.next());
        model.addAttribute("after", after);
        if (htmx != null) {
            return "devices/table";
        }
        model.addAttribute("statuses", DeviceSearch.STATUSES);
        model.addAttribute(
                "groups",
                Stream.concat(
                                Stream.of(new Option("", "All")),
                                groups.all(user.scope()).stream()
                                        .map(each -> Option.of(each.name().value())))
                        .toList());
        return "devices/list";
    }

    @GetMapping("/{id}")
    String show(@AuthenticationPrincipal User user, @PathVariable long id, Model model) {
        Device device = found(user, id);
        model.addAllAttributes(history.model(user.scope(), device));
        model.addAttribute("hostKeys", hostKeys.of(user.scope(), id));
        return "devices/device";
    }

    @PostMapping("/{id}/delete")
    String delete(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        Device device = found(user, id);
        inventory.delete(user, id);
        after.addFlashAttribute(
                "done", "Device %s is taken out of the inventory; its versions are kept.".formatted(device.name()));
        return "redirect:/devices";
    }

    @PostMapping("/{id}/host-keys/accept")
    String accept(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String fingerprint,
            RedirectAttributes after) {
        found(user, id);
        try {
            hostKeys.accept(user, id, fingerprint);
            after.addFlashAttribute("done", "The host key is accepted: run the device again.");
        } catch (Problem problem) {
            after.addFlashAttribute("refused", problem.detail());
        }
        return "redirect:/devices/" + id;
    }

    private Device found(User user, long id) {
        return devices.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Device " + id));
    }
}
