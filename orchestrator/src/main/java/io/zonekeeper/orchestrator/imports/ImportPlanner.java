package io.zonekeeper.orchestrator.imports;

import static java.util.stream.Collectors.joining;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.device.CheckedDevice;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceCheck;
import io.zonekeeper.orchestrator.device.DeviceForm;
import io.zonekeeper.orchestrator.device.DeviceIdentities;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares the rows of a file with the inventory. Used once. */
final class ImportPlanner {

    private final Scope scope;
    private final String source;
    private final ImportedFile file;
    private final List<Device> devices;
    private final RowForms forms;
    private final DeviceCheck check;
    private final List<ImportReport.RowError> errors;

    ImportPlanner(
            Scope scope, String source, ImportedFile file, List<Device> devices, RowForms forms, DeviceCheck check) {
        this.scope = scope;
        this.source = source;
        this.file = file;
        this.devices = devices;
        this.forms = forms;
        this.check = check.remembering();
        this.errors = new ArrayList<>(file.errors());
    }

    /** A row in which everything is valid; before is null for a new device. */
    private record Valid(ImportRow row, @Nullable Device before, CheckedDevice device, DeviceForm after) {}

    ImportPlan plan() {
        RowMatches matches = RowMatches.of(
                source, file.rows(), devices, forms, file.columns().getOrDefault("name", "name"), errors);
        List<Valid> valid = new ArrayList<>();
        for (ImportRow row : matches.rows()) {
            valid(row, matches.device(row), valid);
        }
        List<Valid> taken = withoutCollisions(valid);
        List<ImportPlan.Creation> created = new ArrayList<>();
        List<ImportPlan.Change> changed = new ArrayList<>();
        List<Device> listed = new ArrayList<>();
        int back = 0;
        int unchanged = 0;
        for (Valid each : taken) {
            Device before = each.before();
            if (before == null) {
                created.add(new ImportPlan.Creation(each.row(), each.device(), each.after()));
                continue;
            }
            List<ImportReport.FieldChange> fields = differences(DeviceForm.of(before), each.after());
            if (fields.isEmpty()) {
                unchanged++;
            } else {
                changed.add(new ImportPlan.Change(each.row(), before, each.device(), each.after(), fields));
            }
            if (before.source() == null) {
                listed.add(before);
            } else if (!isOfAnotherSource(before) && before.sourceGoneAt() != null) {
                listed.add(before);
                back++;
            }
        }
        List<Device> ofSource = devices.stream()
                .filter(device -> source.equals(device.source()))
                .toList();
        List<Device> absent =
                ofSource.stream().filter(device -> !matches.isMatched(device)).toList();
        List<Device> gone =
                absent.stream().filter(device -> device.sourceGoneAt() == null).toList();
        errors.sort((left, right) -> Long.compare(left.line(), right.line()));
        return new ImportPlan(
                created,
                changed,
                unchanged,
                listed,
                back,
                gone,
                absent.size() - gone.size(),
                (int) ofSource.stream()
                        .filter(device -> device.sourceGoneAt() == null)
                        .count(),
                errors);
    }

    private void valid(ImportRow row, @Nullable Device before, List<Valid> valid) {
        FieldErrors wrong = new FieldErrors();
        DeviceForm form = forms.form(row, before, wrong);
        try {
            wrong.throwIfAny();
            CheckedDevice device = check.check(scope, form, before);
            DeviceForm after = after(form, device);
            if (before != null
                    && isOfAnotherSource(before)
                    && !differences(DeviceForm.of(before), after).isEmpty()) {
                error(
                        row,
                        "name",
                        before.name(),
                        "Device %s/%s comes from source \"%s\": import it there, or take it out there first."
                                .formatted(before.group(), before.name(), before.source()));
                return;
            }
            valid.add(new Valid(row, before, device, after));
        } catch (Problem problem) {
            problem.errors()
                    .forEach(each -> error(
                            row,
                            each.field(),
                            each.value() == null ? null : each.value().toString(),
                            each.message()));
        }
    }

    private boolean isOfAnotherSource(Device device) {
        return device.source() != null && !source.equals(device.source());
    }

    /** As it will be read from the database again. */
    private static DeviceForm after(DeviceForm form, CheckedDevice device) {
        return new DeviceForm(
                form.group(),
                device.name(),
                device.address(),
                device.port() == 0 ? null : device.port(),
                device.platform(),
                form.credential() == null || form.credential().isEmpty() ? null : form.credential(),
                device.enabled(),
                device.tags(),
                new HashMap<>(device.parameters()),
                device.limitSeconds(),
                device.maxBytes());
    }

    /** What changes leaves its name and address first, so that two rows may exchange them. */
    private List<Valid> withoutCollisions(List<Valid> valid) {
        DeviceIdentities identities = DeviceIdentities.of(devices);
        Map<Long, String> names = new HashMap<>();
        devices.forEach(device -> names.put(device.id(), "device " + device.name()));
        for (Valid each : valid) {
            if (each.before() != null) {
                identities.remove(each.before());
            }
        }
        List<Valid> taken = new ArrayList<>();
        for (Valid each : valid) {
            DeviceForm form = each.after();
            Long sameName = identities.byName(form.group(), form.name()).orElse(null);
            Long sameAddress = identities
                    .byAddress(form.group(), form.address(), form.port())
                    .orElse(null);
            if (sameName != null || sameAddress != null) {
                String other = names.get(sameName != null ? sameName : Objects.requireNonNull(sameAddress));
                error(
                        each.row(),
                        sameName != null ? "name" : "address",
                        sameName != null ? form.name() : form.address(),
                        sameName != null
                                ? "Group %s has this name already, with %s: change one of the two."
                                        .formatted(form.group(), other)
                                : "Group %s has this address and port already, with %s: change one of the two."
                                        .formatted(form.group(), other));
                continue;
            }
            long id = each.before() == null ? -each.row().line() : each.before().id();
            names.put(id, "the device in line " + each.row().line());
            identities.put(id, form);
            taken.add(each);
        }
        return taken;
    }

    private static List<ImportReport.FieldChange> differences(DeviceForm before, DeviceForm after) {
        ObjectNode old = Json.MAPPER.valueToTree(before);
        ObjectNode now = Json.MAPPER.valueToTree(after);
        List<ImportReport.FieldChange> changes = new ArrayList<>();
        for (String field : old.propertyNames()) {
            if (!old.path(field).equals(now.path(field))) {
                changes.add(new ImportReport.FieldChange(field, text(old.path(field)), text(now.path(field))));
            }
        }
        return changes;
    }

    /** As files have it: tags apart by blanks, parameters as name=value. */
    private static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asString).collect(joining(" "));
        }
        if (value.isObject()) {
            return value.propertyStream()
                    .map(parameter ->
                            parameter.getKey() + "=" + parameter.getValue().asString())
                    .sorted()
                    .collect(joining(" "));
        }
        return value.asString();
    }

    private void error(ImportRow row, String field, @Nullable String value, String message) {
        errors.add(new ImportReport.RowError(row.line(), file.columns().getOrDefault(field, field), value, message));
    }
}
