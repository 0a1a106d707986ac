package io.zonekeeper.orchestrator.schedule;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Preconditions;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.function.LongSupplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Changes schedules, each change audited. Thread-safe. */
@Component
public class ScheduleAdministration {

    private final Schedules schedules;
    private final ScheduleCheck check;
    private final Audit audit;
    private final JsonMerge merge;
    private final Preconditions preconditions;

    ScheduleAdministration(
            Schedules schedules, ScheduleCheck check, Audit audit, JsonMerge merge, Preconditions preconditions) {
        this.schedules = schedules;
        this.check = check;
        this.audit = audit;
        this.merge = merge;
        this.preconditions = preconditions;
    }

    /** @throws Problem 409 if the name is taken, 422 if a field is not valid */
    @Transactional
    public Schedule create(User who, ScheduleForm form) {
        CheckedSchedule checked = check.check(who.scope(), form);
        Schedule created = found(who, refusingTakenName(checked, () -> schedules.insert(checked)));
        audit.change(who.name(), "schedule.create", subject(created), null, ScheduleForm.of(created));
        return created;
    }

    /** @throws Problem 404, 409 and 422 as {@link #create}, 412 and 428 as {@link Preconditions} */
    @Transactional
    public Schedule change(User who, long id, ObjectNode change) {
        Schedule before = locked(who, id);
        preconditions.check(before.editable());
        return change(who, id, merge.apply(ScheduleForm.of(before), change, ScheduleForm.class));
    }

    /** @throws Problem 404, 409 and 422 as {@link #create} */
    @Transactional
    public Schedule change(User who, long id, ScheduleForm form) {
        Schedule before = found(who, id);
        CheckedSchedule checked = check.check(who.scope(), form);
        refusingTakenName(checked, () -> {
            schedules.update(id, checked);
            return id;
        });
        Schedule after = found(who, id);
        audit.change(who.name(), "schedule.change", subject(before), ScheduleForm.of(before), ScheduleForm.of(after));
        return after;
    }

    /**
     * Its runs stay.
     *
     * @throws Problem 404, 412 as {@link Preconditions}
     */
    @Transactional
    public void delete(User who, long id) {
        Schedule schedule = locked(who, id);
        preconditions.check(schedule.editable());
        schedules.delete(id);
        audit.change(who.name(), "schedule.delete", subject(schedule), ScheduleForm.of(schedule), null);
    }

    private Schedule locked(User who, long id) {
        schedules.lock(id);
        return found(who, id);
    }

    private Schedule found(User who, long id) {
        return schedules.find(who.scope(), id).orElseThrow(() -> Problem.notFound("Schedule " + id));
    }

    private static long refusingTakenName(CheckedSchedule schedule, LongSupplier statement) {
        try {
            return statement.getAsLong();
        } catch (DuplicateKeyException e) {
            throw Problem.conflict(
                    "There is a schedule named \"%s\" already: choose another name.".formatted(schedule.name()));
        }
    }

    private static String subject(Schedule schedule) {
        return "schedule %d (%s)".formatted(schedule.id(), schedule.name());
    }
}
