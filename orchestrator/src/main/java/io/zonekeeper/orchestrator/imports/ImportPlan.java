package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.orchestrator.device.CheckedDevice;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What an import would do to the inventory.
 *
 * @param listed devices the file lists and that are to be noted as coming from the source
 * @param back of these, those that were flagged as gone
 * @param gone devices of the source the file does not list, not flagged before
 * @param before devices of the source that were not flagged
 */
record ImportPlan(
        List<Creation> created,
        List<Change> changed,
        int unchanged,
        List<Device> listed,
        int back,
        List<Device> gone,
        int stillGone,
        int before,
        List<ImportReport.RowError> errors) {

    /** So many gone, and so large a part of the source, are more likely a broken file than work of a day. */
    private static final int FEW = 5;

    private static final int FEW_PERCENT = 20;

    record Creation(ImportRow row, CheckedDevice device, DeviceForm form) {}

    record Change(
            ImportRow row,
            Device before,
            CheckedDevice device,
            DeviceForm after,
            List<ImportReport.FieldChange> fields) {}

    boolean asksBeforeGone() {
        return gone.size() > FEW && gone.size() * 100L > (long) before * FEW_PERCENT;
    }

    String digest() {
        StringBuilder text = new StringBuilder();
        created.forEach(each -> text.append("new ").append(each.form()).append('\n'));
        changed.forEach(
                each -> text.append(each.before().id()).append(each.fields()).append('\n'));
        gone.forEach(each -> text.append("gone ").append(each.id()).append('\n'));
        listed.forEach(each -> text.append("listed ").append(each.id()).append('\n'));
        errors.forEach(each -> text.append(each).append('\n'));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    ImportReport report(ImportRequest request, ImportedFile file) {
        return new ImportReport(
                !request.dryRun(),
                request.source(),
                digest(),
                file.columns(),
                file.ignored(),
                file.rows().size() + file.errors().size(),
                new ImportReport.Counts(
                        created.size(), changed.size(), unchanged, back, gone.size(), stillGone, errors.size()),
                asksBeforeGone() ? gone.size() : null,
                created.stream()
                        .map(each -> new ImportReport.Created(
                                each.row().line(),
                                String.valueOf(each.form().group()),
                                each.device().name(),
                                each.device().address(),
                                each.device().platform()))
                        .toList(),
                changed.stream()
                        .map(each -> new ImportReport.Changed(
                                each.row().line(),
                                each.before().id(),
                                each.before().group().value(),
                                each.before().name(),
                                each.fields()))
                        .toList(),
                gone.stream()
                        .map(each ->
                                new ImportReport.Gone(each.id(), each.group().value(), each.name()))
                        .toList(),
                errors,
                file.notes());
    }
}
