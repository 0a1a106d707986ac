package io.zonekeeper.orchestrator.run;

import io.zonekeeper.common.job.JobKind;
import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Inserts runs with all their jobs, in the transaction of the caller and by one statement however many devices. Thread-safe. */
@Component
public class RunInserts {

    private static final int MANUAL_PRIORITY = 10;
    private static final int LOGIN_TEST_PRIORITY = 20;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    RunInserts(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** Published in the transaction that inserts jobs: once it is committed, they may be sent. */
    public record JobsInserted(UUID run) {}

    /** What differs between the ways a run begins; the prefix is that of the task identifiers. */
    private record Jobs(JobKind kind, String prefix, int priority, Instant base, Duration jitter) {}

    /**
     * One firing of a schedule.
     *
     * @param base when the first job is due; jitter spreads the others after it, each device always at the same place
     * @return empty if this firing has a run already
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> fire(
            long scheduleId, String scheduleName, Instant fireAt, RunTarget target, Instant base, Duration jitter) {
        Optional<UUID> run = insertRun(scheduleId, fireAt, "schedule", "schedule " + scheduleName, "");
        run.ifPresent(id -> insertJobs(Scope.all(), id, target, new Jobs(JobKind.BACKUP, "backup", 0, base, jitter)));
        return run;
    }

    /** A firing that has no jobs, and why. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void skip(long scheduleId, String scheduleName, Instant fireAt, String note) {
        insertRun(scheduleId, fireAt, "schedule", "schedule " + scheduleName, note);
    }

    /** @return the run, which may have no jobs */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID manual(User who, RunTarget target, String note) {
        UUID run = insertRun(null, null, "manual", who.name(), note).orElseThrow();
        insertJobs(
                who.scope(),
                run,
                target,
                new Jobs(JobKind.BACKUP, "backup_now", MANUAL_PRIORITY, clock.instant(), Duration.ZERO));
        return run;
    }

    /** The run of jobs that log in to these devices and out again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID loginTest(String who, List<Long> deviceIds) {
        UUID run = insertRun(null, null, "login_test", who, "").orElseThrow();
        insertJobs(
                Scope.all(),
                run,
                new RunTarget.DeviceIds(deviceIds),
                new Jobs(JobKind.LOGIN_TEST, "login_test", LOGIN_TEST_PRIORITY, clock.instant(), Duration.ZERO));
        return run;
    }

    private Optional<UUID> insertRun(
            @Nullable Long scheduleId, @Nullable Instant fireAt, String trigger, String who, String note) {
        Instant now = clock.instant();
        String once = TestSwitch.NO_SCHEDULE_CLAIM.isOn() ? "" : "on conflict (schedule_id, fire_at) do nothing ";
        return jdbc.sql("""
                insert into run (id, schedule_id, fire_at, trigger, requested_by, created_at, job_count, note)
                values (:id, :schedule, :fire, :trigger, :who, :now, 0, :note)
                """ + once + "returning id")
                .param("id", TaskId.next(now).value())
                .param("schedule", scheduleId)
                .param("fire", DatabaseTime.ofNullable(fireAt))
                .param("trigger", trigger)
                .param("who", who)
                .param("now", DatabaseTime.of(now))
                .param("note", note)
                .query(UUID.class)
                .optional();
    }

    private void insertJobs(Scope scope, UUID run, RunTarget target, Jobs jobs) {
        int count = jdbc.sql("""
                insert into job (id, run_id, kind, group_id, device_id, task_identifier, priority, not_before, initiated_at, due_at,
                    expected_ms)
                select gen_random_uuid(), :run, :kind, d.group_id, d.id, :prefix || ':' || d.id || ':' || :at, :priority,
                    t.due, :now, t.due, coalesce(s.last_duration_ms, 0)
                from device d
                left join device_state s on s.device_id = d.id
                cross join lateral (
                    select :base + make_interval(secs =>
                        mod(abs(hashtextextended(d.id::text, 0)::numeric), :jitter + 1)::double precision / 1000) as due) t
                where d.deleted_at is null and %s
                and case :target
                    when 'devices' then d.id = any(:ids)
                    when 'group' then d.enabled and d.group_id = :group
                    when 'tag' then d.enabled and d.tags @> array[:tag]::text[] and (:group = 0 or d.group_id = :group)
                    else d.enabled
                end
                """.formatted(scope.over("d.group_id")))
                .param("run", run)
                .param("kind", jobs.kind().wireName())
                .param("prefix", jobs.prefix())
                .param("at", jobs.base().truncatedTo(ChronoUnit.SECONDS).toString())
                .param("priority", jobs.priority())
                .param("now", DatabaseTime.of(clock.instant()))
                .param("base", DatabaseTime.of(jobs.base()))
                .param("jitter", jobs.jitter().toMillis())
                .param("target", name(target))
                .param(
                        "ids",
                        target instanceof RunTarget.DeviceIds devices
                                ? devices.ids().toArray(Long[]::new)
                                : new Long[0])
                .param("group", group(target))
                .param("tag", target instanceof RunTarget.Tag tag ? tag.tag() : "")
                .update();
        jdbc.sql("""
                insert into run_group (run_id, group_id, job_count)
                select :run, group_id, count(*) from job where run_id = :run group by group_id
                """).param("run", run).update();
        jdbc.sql("update run set job_count = :count where id = :run")
                .param("run", run)
                .param("count", count)
                .update();
        events.publishEvent(new JobsInserted(run));
    }

    private static String name(RunTarget target) {
        return switch (target) {
            case RunTarget.DeviceIds _ -> "devices";
            case RunTarget.Group _ -> "group";
            case RunTarget.Tag _ -> "tag";
            case RunTarget.All _ -> "all";
        };
    }

    private static long group(RunTarget target) {
        return switch (target) {
            case RunTarget.Group group -> group.groupId();
            case RunTarget.Tag tag when tag.groupId() != null -> tag.groupId();
            default -> 0;
        };
    }
}
