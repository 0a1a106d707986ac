package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.common.platform.PlatformNames;
import io.zonekeeper.common.wire.Heartbeat;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.device.CheckedDevice;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.DeviceCheck;
import io.zonekeeper.orchestrator.device.DeviceForm;
import io.zonekeeper.orchestrator.device.Devices;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings devices in from a file. The same file a second time changes nothing; a device its source does not list any more is flagged,
 * never deleted. Thread-safe.
 */
@Component
public class DeviceImport {

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final PlatformNames BUILT_IN = PlatformNames.builtIn();
    private static final int MOST_ROWS = 50_000;
    private static final int MOST_ERRORS = 100;

    private final Devices devices;
    private final DeviceCheck check;
    private final Collectors collectors;
    private final Audit audit;

    DeviceImport(Devices devices, DeviceCheck check, Collectors collectors, Audit audit) {
        this.devices = devices;
        this.check = check;
        this.collectors = collectors;
        this.audit = audit;
    }

    /**
     * All of it in one transaction, or nothing.
     *
     * @param who is audited
     * @param scope the groups that are there: devices of others are neither changed nor missed
     * @return what it did, or would do if it is a dry run
     * @throws Problem 422 if the file cannot be read, or has rows that cannot be taken over and are not to be left out; 409 if so many
     *     devices would be flagged as gone that it has to be confirmed, or the report is not the expected one
     */
    @Transactional
    public ImportReport run(String who, Scope scope, ImportRequest request) {
        if (!SOURCE.matcher(request.source()).matches()) {
            throw Problem.invalid(new FieldError(
                    "source",
                    request.source(),
                    "source \"%s\" is not valid: use 1 to 63 letters, digits, dots, hyphens and underscores, beginning with a letter or digit."
                            .formatted(request.source())));
        }
        PlatformNames platforms = platforms(scope);
        ImportedFile file = read(request, platforms);
        if (!request.dryRun()) {
            devices.lockAll();
        }
        ImportPlan plan = new ImportPlanner(
                        scope,
                        request.source(),
                        file,
                        devices.all(scope),
                        new RowForms(request.defaults(), platforms),
                        check)
                .plan();
        ImportReport report = plan.report(request, file);
        if (!request.dryRun()) {
            refuse(request, plan, report);
            apply(who, request, plan);
        }
        return report;
    }

    private PlatformNames platforms(Scope scope) {
        return collectors.liveness(scope) instanceof Liveness.Known known
                ? BUILT_IN.with(known.heartbeats().stream()
                        .map(Heartbeat::platforms)
                        .flatMap(List::stream)
                        .toList())
                : BUILT_IN;
    }

    private static ImportedFile read(ImportRequest request, PlatformNames platforms) {
        String text = FileText.of(request.file());
        ImportedFile file =
                switch (request.format()) {
                    case CSV -> CsvFile.read(text, request.columns());
                    case OXIDIZED -> OxidizedFile.read(text, request.columns(), request.delimiter(), platforms);
                };
        int rows = file.rows().size() + file.errors().size();
        if (rows == 0 || rows > MOST_ROWS) {
            throw Problem.invalid(new FieldError(
                    "file",
                    rows,
                    rows == 0
                            ? "The file lists no device: give one with a device a row."
                            : "The file has %,d rows: use at most %,d, or several files with a source each."
                                    .formatted(rows, MOST_ROWS)));
        }
        return file;
    }

    private static void refuse(ImportRequest request, ImportPlan plan, ImportReport report) {
        if (request.expected() != null && !request.expected().equals(report.digest())) {
            throw Problem.conflict(
                    "The file or the inventory is not as it was when the report was shown: look at the new one.");
        }
        if (report.lacksSkipErrors(request)) {
            throw Problem.invalid(plan.errors().stream()
                    .limit(MOST_ERRORS)
                    .map(error -> new FieldError(
                            error.column() == null
                                    ? "line %d".formatted(error.line())
                                    : "line %d, %s".formatted(error.line(), error.column()),
                            error.value(),
                            error.message()))
                    .toList());
        }
        if (report.lacksConfirmation(request)) {
            throw Problem.conflict(
                    "%d of %d devices of source %s are not in the file, which looks like a part of it. To flag them as gone all the same, confirm the number: confirm_gone=%d, or --confirm-gone %d on the command line."
                            .formatted(
                                    plan.gone().size(),
                                    plan.before(),
                                    request.source(),
                                    plan.gone().size(),
                                    plan.gone().size()));
        }
    }

    private void apply(String who, ImportRequest request, ImportPlan plan) {
        SortedMap<Long, CheckedDevice> changed = new TreeMap<>();
        plan.changed().forEach(change -> changed.put(change.before().id(), change.device()));
        List<Device> gone = plan.errors().isEmpty() ? plan.gone() : List.of();
        try {
            devices.updateAll(changed);
            devices.markListed(ids(plan.listed()), request.source());
            devices.markGone(ids(gone));
            List<Long> ids = devices.insertAll(
                    plan.created().stream().map(ImportPlan.Creation::device).toList(), request.source());
            audit(who, request, plan, ids, gone);
        } catch (DuplicateKeyException e) {
            throw Problem.conflict(
                    "A name or an address would be there twice, since rows with errors are left out: correct them first.");
        }
    }

    private void audit(String who, ImportRequest request, ImportPlan plan, List<Long> createdIds, List<Device> gone) {
        audit.record(
                who,
                "device.import",
                "source " + request.source(),
                "%d new, %d changed, %d gone, %d rows left out"
                        .formatted(
                                plan.created().size(),
                                plan.changed().size(),
                                gone.size(),
                                plan.errors().size()));
        List<Audit.Change> created = new ArrayList<>();
        for (int i = 0; i < createdIds.size(); i++) {
            DeviceForm form = plan.created().get(i).form();
            created.add(new Audit.Change(Device.subject(createdIds.get(i), form.group(), form.name()), null, form));
        }
        audit.changes(who, "device.create", created);
        audit.changes(
                who,
                "device.change",
                plan.changed().stream()
                        .map(change -> new Audit.Change(
                                change.before().subject(), DeviceForm.of(change.before()), change.after()))
                        .toList());
        audit.changes(
                who,
                "device.gone",
                gone.stream()
                        .map(device -> new Audit.Change(device.subject(), null, null))
                        .toList());
    }

    private static List<Long> ids(List<Device> devices) {
        return devices.stream().map(Device::id).toList();
    }
}
