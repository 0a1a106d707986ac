package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.credential.Credential;
import io.zonekeeper.orchestrator.credential.Credentials;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ObjectNode;

@WebPage
@RequestMapping("/devices")
class DeviceFormPage {

    private static final DeviceForm NOTHING =
            new DeviceForm(null, null, null, null, null, null, null, null, null, null);
    private static final String[] SHOWN = {
        "group", "name", "address", "port", "platform", "credential", "limit_seconds", "max_bytes", "parameters"
    };

    private final Devices devices;
    private final DeviceInventory inventory;
    private final CollectorGroups groups;
    private final Credentials credentials;
    private final Collectors collectors;
    private final JsonMerge merge;

    DeviceFormPage(
            Devices devices,
            DeviceInventory inventory,
            CollectorGroups groups,
            Credentials credentials,
            Collectors collectors,
            JsonMerge merge) {
        this.devices = devices;
        this.inventory = inventory;
        this.groups = groups;
        this.credentials = credentials;
        this.collectors = collectors;
        this.merge = merge;
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User user, @RequestParam(defaultValue = "") String group, Model model) {
        Allowed.operator(user);
        return form(user, Form.empty().with("group", group).with("enabled", true), model);
    }

    @PostMapping
    String create(
            @AuthenticationPrincipal User user,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Form form = Form.of(parameters);
        try {
            ObjectNode typed = typed(form);
            typed.set("parameters", PlatformParameters.read(form.value("parameters"), Map.of()));
            Device device = inventory.create(user, merge.apply(NOTHING, typed, DeviceForm.class));
            after.addFlashAttribute("done", "Device %s is added.".formatted(device.name()));
            return "redirect:/devices/" + device.id();
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            return form(user, form.reject(problem, SHOWN), model);
        }
    }

    @GetMapping("/{id}/edit")
    String edit(@AuthenticationPrincipal User user, @PathVariable long id, Model model) {
        Allowed.operator(user);
        Device device = found(user, id);
        model.addAttribute("device", device);
        return form(user, filled(device), model);
    }

    @PostMapping("/{id}/edit")
    String change(
            @AuthenticationPrincipal User user,
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes after,
            HttpServletResponse response) {
        Device device = found(user, id);
        Form form = Form.of(parameters);
        try {
            ObjectNode typed = typed(form);
            typed.set("parameters", PlatformParameters.read(form.value("parameters"), device.parameters()));
            Device changed = inventory.change(user, id, typed);
            after.addFlashAttribute("done", "Device %s is changed.".formatted(changed.name()));
            return "redirect:/devices/" + id;
        } catch (Problem problem) {
            response.setStatus(problem.status().value());
            model.addAttribute("device", device);
            return form(user, form.reject(problem, SHOWN), model);
        }
    }

    private static ObjectNode typed(Form form) {
        ObjectNode typed = form.json("group", "name", "address", "platform", "credential");
        form.numbers(typed, "port", "limit_seconds", "max_bytes");
        typed.put("enabled", form.ticked("enabled"));
        return typed;
    }

    private static Form filled(Device device) {
        Form form = Form.empty()
                .with("group", device.group())
                .with("name", device.name())
                .with("address", device.address())
                .with("port", device.port())
                .with("platform", device.platform())
                .with("credential", device.credential())
                .with("limit_seconds", device.limitSeconds())
                .with("max_bytes", device.maxBytes())
                .with("parameters", PlatformParameters.write(device.parameters()));
        return device.enabled() ? form.with("enabled", true) : form;
    }

    private String form(User user, Form form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute(
                "groups",
                Stream.concat(
                                Stream.of(new Option("", "Choose a group")),
                                groups.all(user.scope()).stream()
                                        .map(group -> Option.of(group.name().value())))
                        .toList());
        model.addAttribute(
                "credentials",
                Stream.concat(
                                Stream.of(new Option("", "None")),
                                credentials.all(user.scope()).stream()
                                        .map(Credential::name)
                                        .map(Option::of))
                        .toList());
        model.addAttribute("platforms", platforms(user));
        return "devices/form";
    }

    /** What the live collectors announce; empty while none does. */
    private List<Option> platforms(User user) {
        Map<String, String> platforms = new TreeMap<>();
        if (collectors.liveness(user.scope()) instanceof Liveness.Known known) {
            known.heartbeats().stream()
                    .map(Heartbeat::platforms)
                    .flatMap(List::stream)
                    .forEach(platform -> platforms.put(platform.key(), platform.displayName()));
        }
        return platforms.entrySet().stream()
                .map(platform -> new Option(platform.getKey(), platform.getValue()))
                .toList();
    }

    private Device found(User user, long id) {
        return devices.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Device " + id));
    }
}
