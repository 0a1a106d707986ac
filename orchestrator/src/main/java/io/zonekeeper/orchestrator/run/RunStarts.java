package io.zonekeeper.orchestrator.run;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.device.Device;
import io.zonekeeper.orchestrator.device.Devices;
import io.zonekeeper.orchestrator.group.CollectorGroup;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Runs that users start. Thread-safe. */
@Component
public class RunStarts {

    private static final int MOST_DEVICE_IDS = 10_000;

    private final JdbcClient jdbc;
    private final RunInserts inserts;
    private final Runs runs;
    private final Devices devices;
    private final CollectorGroups groups;
    private final Audit audit;

    RunStarts(JdbcClient jdbc, RunInserts inserts, Runs runs, Devices devices, CollectorGroups groups, Audit audit) {
        this.jdbc = jdbc;
        this.inserts = inserts;
        this.runs = runs;
        this.devices = devices;
        this.groups = groups;
        this.audit = audit;
    }

    /** What to back up now: exactly one of the three. */
    public record RunForm(
            @Nullable List<Long> deviceIds,
            @Nullable String group,
            @Nullable Boolean all) {}

    /** The run and the one job of a login test. */
    public record LoginTest(UUID runId, UUID jobId) {}

    private record Named(long id, String name, boolean enabled) {}

    /** @throws Problem 422 if the form names nothing, too much, or what cannot be backed up */
    @Transactional
    public Run start(User who, RunForm form) {
        return started(who, target(who.scope(), form), "");
    }

    /**
     * Logs in to a device and out again, before anything else that waits.
     *
     * @throws Problem 404
     */
    @Transactional
    public LoginTest loginTest(User who, long deviceId) {
        Device device = devices.find(who.scope(), deviceId).orElseThrow(() -> Problem.notFound("Device " + deviceId));
        UUID run = inserts.loginTest(who.name(), List.of(deviceId));
        UUID job = jdbc.sql("select id from job where run_id = :run")
                .param("run", run)
                .query(UUID.class)
                .single();
        audit.record(who.name(), "device.login_test", device.subject(), "");
        return new LoginTest(run, job);
    }

    /**
     * Backs up once more the devices of a run whose jobs failed or could not be sent, those taken out or disabled since then apart.
     *
     * @throws Problem 404, 409 if there is none
     */
    @Transactional
    public Run retryFailed(User who, UUID runId) {
        Run run = runs.find(who.scope(), runId).orElseThrow(() -> Problem.notFound("Run " + runId));
        List<Long> failed = jdbc.sql("""
                select d.id from job j join device d on d.id = j.device_id and d.deleted_at is null and d.enabled
                where j.run_id = :run and j.finished_at is not null and %s and %s
                and (j.cancelled_at is null
                    or exists (select from attempt a where a.job_id = j.id and a.closed_as = 'CANCELLED'))
                and not exists (
                    select from outcome o where o.job_id = j.id and o.status = 'success' and o.day >= :day)
                order by d.id
                """.formatted(
                                who.scope().over("j.group_id"), who.scope().over("d.group_id")))
                .param("run", runId)
                .param("day", Runs.day(run.createdAt()))
                .query(Long.class)
                .list();
        if (failed.isEmpty()) {
            throw Problem.conflict("Run %s has no failed job to repeat.".formatted(runId));
        }
        return started(who, new RunTarget.DeviceIds(failed), "repeats what failed in run " + runId);
    }

    private Run started(User who, RunTarget target, String note) {
        Optional<Run> inserted = runs.find(who.scope(), inserts.manual(who, target, note));
        if (inserted.isEmpty() || inserted.get().counts().total() == 0) {
            throw Problem.invalid(new FieldError(
                    target instanceof RunTarget.Group ? "group" : "all",
                    null,
                    "There is no enabled device to back up: add one, or enable one."));
        }
        Run run = inserted.get();
        audit.record(
                who.name(),
                "run.start",
                "run " + run.id(),
                "%d jobs%s".formatted(run.counts().total(), note.isEmpty() ? "" : ", " + note));
        return run;
    }

    private RunTarget target(Scope scope, RunForm form) {
        boolean all = Boolean.TRUE.equals(form.all());
        if (Stream.of(form.deviceIds() != null, form.group() != null, all)
                        .filter(given -> given)
                        .count()
                != 1) {
            throw Problem.invalid(new FieldError(
                    "device_ids",
                    form.deviceIds(),
                    "Name what to back up by one of device_ids, group, or all with the value true."));
        }
        if (form.deviceIds() != null) {
            return deviceIds(scope, form.deviceIds());
        }
        return form.group() == null
                ? new RunTarget.All()
                : new RunTarget.Group(group(scope, form.group()).id());
    }

    private CollectorGroup group(Scope scope, String name) {
        return (GroupName.isValid(name) ? groups.find(scope, new GroupName(name)) : Optional.<CollectorGroup>empty())
                .orElseThrow(() -> Problem.invalid(new FieldError(
                        "group", name, "There is no group \"%s\": use one that exists.".formatted(name))));
    }

    private RunTarget deviceIds(Scope scope, List<Long> ids) {
        if (ids.isEmpty() || ids.size() > MOST_DEVICE_IDS) {
            throw Problem.invalid(new FieldError(
                    "device_ids",
                    ids.size(),
                    "device_ids has %d entries: use 1 to %d, or a group.".formatted(ids.size(), MOST_DEVICE_IDS)));
        }
        List<Named> known = jdbc.sql(
                        "select id, name, enabled from device where id in (:ids) and deleted_at is null and "
                                + scope.over("group_id"))
                .param("ids", ids)
                .query((row, _) -> new Named(row.getLong("id"), row.getString("name"), row.getBoolean("enabled")))
                .list();
        Set<Long> knownIds = new HashSet<>(known.stream().map(Named::id).toList());
        List<FieldError> errors = new ArrayList<>();
        ids.stream()
                .filter(id -> !knownIds.contains(id))
                .map(id -> new FieldError("device_ids", id, "Device %d does not exist: leave it out.".formatted(id)))
                .forEach(errors::add);
        known.stream()
                .filter(device -> !device.enabled())
                .map(device -> new FieldError(
                        "device_ids",
                        device.id(),
                        "Device %d (%s) is disabled: enable it, or leave it out."
                                .formatted(device.id(), device.name())))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new RunTarget.DeviceIds(List.copyOf(knownIds));
    }
}
