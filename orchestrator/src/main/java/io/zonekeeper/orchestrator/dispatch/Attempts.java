package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table attempt as the dispatcher sees it: what to send, what is sent. Every statement is set-based. Thread-safe. */
@Component
class Attempts {

    /** Longer than any publishing takes; after it another dispatcher sends the attempt again, under the same task id. */
    static final Duration CLAIM_LEASE = Duration.ofSeconds(30);

    /** At a time beyond the window: few enough not to matter to it. */
    private static final int MOST_LOGIN_TESTS = 20;

    /** As the condition of their index has it. */
    static final String LOGIN_TESTS = "and kind = 'login_test'";

    private final JdbcClient jdbc;
    private final Clock clock;

    Attempts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Times of an attempt the broker has confirmed. */
    record Sent(UUID taskId, Instant publishedAt, Instant notAfter, Instant reconcileAt) {}

    private record Due(UUID jobId, int attempts) {}

    /** Groups, not paused and with an active key, that have a job due or an attempt to send again. */
    List<DispatchGroup> groupsWithWork() {
        return jdbc.sql("""
                select g.id, g.name from collector_group g
                where g.paused_at is null and g.deleted_at is null
                and exists (select from group_key k where k.group_id = g.id and k.retired_at is null)
                and coalesce(
                    (select true from job j where j.group_id = g.id and j.due_at <= :now and j.finished_at is null limit 1),
                    (select true from attempt a where a.group_id = g.id and a.published_at is null
                        and a.settled_at is null and (a.claimed_until is null or a.claimed_until < :now) limit 1),
                    false)
                order by g.id
                """)
                .param("now", now())
                .query((row, _) -> new DispatchGroup(row.getLong("id"), new GroupName(row.getString("name"))))
                .list();
    }

    /**
     * Claims what may be sent now: first what was claimed before and not confirmed, then login tests, for which somebody waits and
     * which a full window does not hold up, then new attempts for the jobs due, as many as the window has room for. The group's row is locked meanwhile, so that two dispatchers do not fill the window twice.
     *
     * @return task ids to send before the claim's lease ends
     */
    @Transactional
    public List<UUID> claim(DispatchGroup group, int window, int most) {
        ByIndex.plan(jdbc);
        if (!lock(group)) {
            return List.of();
        }
        List<UUID> claimed = new ArrayList<>(reclaim(group, most));
        claimed.addAll(issue(group, MOST_LOGIN_TESTS, LOGIN_TESTS));
        int room = Math.min(window - unsettled(group), most - claimed.size());
        if (room > 0) {
            claimed.addAll(issue(group, room, ""));
        }
        return claimed;
    }

    private boolean lock(DispatchGroup group) {
        return jdbc.sql("""
                select id from collector_group where id = :group and paused_at is null and deleted_at is null
                for no key update skip locked
                """)
                .param("group", group.id())
                .query(Long.class)
                .optional()
                .isPresent();
    }

    private int unsettled(DispatchGroup group) {
        return jdbc.sql("select count(*) from attempt where group_id = :group and settled_at is null")
                .param("group", group.id())
                .query(Integer.class)
                .single();
    }

    private List<UUID> reclaim(DispatchGroup group, int most) {
        if (TestSwitch.NO_RECLAIM.isOn()) {
            return List.of();
        }
        return jdbc.sql("""
                update attempt set claimed_until = :lease
                where task_id in (
                    select task_id from attempt
                    where group_id = :group and published_at is null and settled_at is null
                    and (claimed_until is null or claimed_until < :now)
                    order by issued_at limit :most
                    for update skip locked)
                returning task_id
                """)
                .param("group", group.id())
                .param("now", now())
                .param("lease", DatabaseTime.of(clock.instant().plus(CLAIM_LEASE)))
                .param("most", most)
                .query(UUID.class)
                .list();
    }

    static String dueJobs(String narrowing) {
        return """
                select id, attempts from job
                where group_id = :group and due_at <= :now and finished_at is null
                """ + narrowing + """

                order by priority desc, due_at, expected_ms desc, id limit :room
                for update skip locked
                """;
    }

    private List<UUID> issue(DispatchGroup group, int room, String narrowing) {
        List<Due> due = jdbc.sql(dueJobs(narrowing))
                .param("group", group.id())
                .param("now", now())
                .param("room", room)
                .query((row, _) -> new Due(row.getObject("id", UUID.class), row.getInt("attempts")))
                .list();
        if (due.isEmpty()) {
            return List.of();
        }
        Instant issuedAt = clock.instant();
        List<UUID> taskIds =
                due.stream().map(_ -> TaskId.next(issuedAt).value()).toList();
        jdbc.sql("""
                with issued as (
                    insert into attempt (task_id, job_id, group_id, number, issued_at, claimed_until)
                    select task_id, job_id, :group, number, :now, :lease
                    from unnest(:tasks, :jobs, :numbers::int[]) as t (task_id, job_id, number)
                    returning job_id, number)
                update job set due_at = null, attempts = issued.number from issued where job.id = issued.job_id
                """)
                .param("group", group.id())
                .param("now", DatabaseTime.of(issuedAt))
                .param("lease", DatabaseTime.of(issuedAt.plus(CLAIM_LEASE)))
                .param("tasks", UuidArray.of(taskIds))
                .param("jobs", UuidArray.of(due.stream().map(Due::jobId).toList()))
                .param(
                        "numbers",
                        texts(due.stream().map(job -> job.attempts() + 1).toList()))
                .update();
        return taskIds;
    }

    /** Notes what the broker has confirmed. */
    void markSent(Collection<Sent> sent) {
        jdbc.sql("""
                update attempt set published_at = s.published_at, not_after = s.not_after, reconcile_at = s.reconcile_at
                from unnest(:tasks, :published::timestamptz[], :notAfter::timestamptz[], :reconcile::timestamptz[])
                    as s (task_id, published_at, not_after, reconcile_at)
                where attempt.task_id = s.task_id
                """)
                .param("tasks", UuidArray.of(sent.stream().map(Sent::taskId).toList()))
                .param("published", texts(sent.stream().map(Sent::publishedAt).toList()))
                .param("notAfter", texts(sent.stream().map(Sent::notAfter).toList()))
                .param("reconcile", texts(sent.stream().map(Sent::reconcileAt).toList()))
                .update();
    }

    /** Gives up the claim on what was not sent, so that the next tick sends it. */
    void release(Collection<UUID> taskIds) {
        jdbc.sql("update attempt set claimed_until = null where task_id = any(:tasks) and published_at is null")
                .param("tasks", UuidArray.of(taskIds))
                .update();
    }

    /** Ends a job whose attempt cannot be sent; the reason is what the job shows as its canceller. */
    @Transactional
    public void refuse(UUID taskId, String reason) {
        jdbc.sql("""
                with closed as (
                    update attempt set closed_at = :now, closed_as = 'CANCELLED', settled_at = :now
                    where task_id = :task and published_at is null and settled_at is null
                    returning job_id)
                update job set finished_at = :now, due_at = null,
                    cancelled_at = coalesce(cancelled_at, :now), cancelled_by = coalesce(cancelled_by, :reason)
                from closed where job.id = closed.job_id and job.finished_at is null
                """)
                .param("task", taskId)
                .param("now", now())
                .param("reason", reason)
                .update();
    }

    /** As a parameter to be cast to an array of the column's type. */
    static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    private OffsetDateTime now() {
        return DatabaseTime.of(clock.instant());
    }
}
