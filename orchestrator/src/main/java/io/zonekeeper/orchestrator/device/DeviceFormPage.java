package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Submission;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@WebPage
@RequestMapping("/devices")
class DeviceFormPage {

    private static final String[] SHOWN = {
        "group", "name", "address", "port", "platform", "credential", "tags", "limit_seconds", "max_bytes", "parameters"
    };

    private final Devices devices;
    private final DeviceInventory inventory;
    private final DeviceChoices choices;
    private final JsonMerge merge;

    DeviceFormPage(Devices devices, DeviceInventory inventory, DeviceChoices choices, JsonMerge merge) {
        this.devices = devices;
        this.inventory = inventory;
        this.choices = choices;
        this.merge = merge;
    }

    @GetMapping("/new")
    String empty(@AuthenticationPrincipal User user, @RequestParam(defaultValue = "") String group, ModelMap model) {
        Allowed.operator(user);
        return form(user, Form.empty().with("group", group).with("enabled", true), model);
    }

    @PostMapping
    String create(Submission sent) {
        Form form = sent.form();
        return sent.answer(
                () -> {
                    Device device = inventory.create(
                            sent.user(), merge.apply(DeviceForm.NOTHING, typed(form, Map.of()), DeviceForm.class));
                    return sent.done("Device %s is added.".formatted(device.name()), "/devices/" + device.id());
                },
                () -> form(sent.user(), form, sent.model()),
                SHOWN);
    }

    /** The platforms to choose from, while a group is being chosen. */
    @GetMapping("/platforms")
    String platforms(@AuthenticationPrincipal User user, @RequestParam(defaultValue = "") String group, Model model) {
        model.addAttribute("platforms", choices.platforms(user.scope(), group));
        return "devices/platforms";
    }

    @GetMapping("/{id}/edit")
    String edit(@AuthenticationPrincipal User user, @PathVariable long id, ModelMap model) {
        Allowed.operator(user);
        Device device = found(user, id);
        model.addAttribute("device", device);
        return form(user, filled(device), model);
    }

    @PostMapping("/{id}/edit")
    String change(@PathVariable long id, Submission sent) {
        Device device = found(sent.user(), id);
        Form form = sent.form();
        sent.model().addAttribute("device", device);
        return sent.answer(
                () -> {
                    Device changed = inventory.change(sent.user(), id, typed(form, device.parameters()));
                    return sent.done("Device %s is changed.".formatted(changed.name()), "/devices/" + id);
                },
                () -> form(sent.user(), form, sent.model()),
                SHOWN);
    }

    private static ObjectNode typed(Form form, Map<String, String> parametersBefore) {
        ObjectNode typed = form.json("group", "name", "address", "platform", "credential");
        form.numbers(typed, "port", "limit_seconds", "max_bytes");
        typed.put("enabled", form.ticked("enabled"));
        ArrayNode tags = typed.putArray("tags");
        Tags.split(form.value("tags")).forEach(tags::add);
        typed.set("parameters", PlatformParameters.read(form.value("parameters"), parametersBefore));
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
                .with("tags", Tags.join(device.tags()))
                .with("limit_seconds", device.limitSeconds())
                .with("max_bytes", device.maxBytes())
                .with("parameters", PlatformParameters.write(device.parameters()));
        return device.enabled() ? form.with("enabled", true) : form;
    }

    private String form(User user, Form form, ModelMap model) {
        model.addAttribute("form", form);
        model.addAttribute("groups", choices.groups(user.scope(), "Choose a group"));
        model.addAttribute("credentials", choices.credentials(user.scope(), "None"));
        model.addAttribute("platforms", choices.platforms(user.scope(), form.value("group")));
        return "devices/form";
    }

    private Device found(User user, long id) {
        return devices.find(user.scope(), id).orElseThrow(() -> Problem.notFound("Device " + id));
    }
}
