package io.zonekeeper.orchestrator.schedule;

import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.run.RunTarget;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table schedule. Deleted schedules are not found. Thread-safe. */
@Component
public class Schedules {

    private static final int SHOWN_FIRES = 5;

    private static final String SELECT = """
            select s.*, g.name as group_name,
                (select count(*) from device d
                    where d.deleted_at is null and d.enabled
                    and (s.group_id is null or d.group_id = s.group_id)
                    and (s.tag is null or d.tags @> array[s.tag])) as device_count
            from schedule s left join collector_group g on g.id = s.group_id
            where s.deleted_at is null
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Schedules(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A schedule whose time has come. */
    record Due(
            long id,
            String name,
            Cron times,
            RunTarget target,
            Duration jitter,
            Schedule.Misfire misfire,
            Schedule.Overlap overlap,
            Instant fireAt) {}

    public Optional<Schedule> find(Scope scope, long id) {
        return jdbc.sql(SELECT + "and s.id = :id and " + scope.over("s.group_id"))
                .param("id", id)
                .query(this::schedule)
                .optional();
    }

    /** Keeps others from changing the schedule until the transaction ends; does nothing if there is none. */
    void lock(long id) {
        jdbc.sql("select id from schedule where id = :id for update")
                .param("id", id)
                .query(Long.class)
                .optional();
    }

    /** By name. */
    public List<Schedule> all(Scope scope) {
        return jdbc.sql(SELECT + "and " + scope.over("s.group_id") + " order by lower(s.name)")
                .query(this::schedule)
                .list();
    }

    /** By name. */
    Page<Schedule> list(Scope scope, PageRequest request) {
        List<Schedule> rows = jdbc.sql(SELECT + "and " + scope.over("s.group_id") + """
                 and (:first or lower(s.name) > lower(:after))
                order by lower(s.name) limit :limit
                """)
                .param("first", request.after().isEmpty())
                .param("after", request.afterText())
                .param("limit", request.fetch())
                .query(this::schedule)
                .list();
        return Page.of(rows, request, schedule -> List.of(schedule.name()));
    }

    /** Locks the due schedules nobody else works on until the transaction ends, the longest due first. */
    List<Due> claimDue(int most) {
        String claim = TestSwitch.NO_SCHEDULE_CLAIM.isOn() ? "" : "for update skip locked";
        return jdbc.sql("""
                select * from schedule
                where enabled and deleted_at is null and next_fire_at <= :now
                order by next_fire_at, id limit :most
                """ + claim)
                .param("now", DatabaseTime.of(clock.instant()))
                .param("most", most)
                .query((row, _) -> new Due(
                        row.getLong("id"),
                        row.getString("name"),
                        Cron.parse(row.getString("cron"), row.getString("zone")),
                        target(row),
                        Duration.ofSeconds(row.getInt("jitter_seconds")),
                        Schedule.Misfire.ofWireName(row.getString("misfire")),
                        Schedule.Overlap.ofWireName(row.getString("overlap")),
                        DatabaseTime.read(row, "next_fire_at")))
                .list();
    }

    boolean hasOpenRun(long id) {
        return jdbc.sql("""
                select exists (select from run r
                    where r.schedule_id = :id and r.finished_at is null
                    and exists (select from job j where j.run_id = r.id and j.finished_at is null))
                """).param("id", id).query(Boolean.class).single();
    }

    void advance(long id, @Nullable Instant nextFireAt) {
        jdbc.sql("update schedule set next_fire_at = :next where id = :id")
                .param("id", id)
                .param("next", DatabaseTime.ofNullable(nextFireAt))
                .update();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the name is taken, in whatever case */
    long insert(CheckedSchedule schedule) {
        return parameters(jdbc.sql("""
                        insert into schedule (name, cron, zone, group_id, tag, jitter_seconds, misfire, overlap, enabled, next_fire_at,
                            created_at, updated_at)
                        values (:name, :cron, :zone, :group, :tag, :jitter, :misfire, :overlap, :enabled, :next, :now, :now)
                        returning id
                        """), schedule).query(Long.class).single();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the name is taken, in whatever case */
    void update(long id, CheckedSchedule schedule) {
        parameters(jdbc.sql("""
                        update schedule
                        set name = :name, cron = :cron, zone = :zone, group_id = :group, tag = :tag, jitter_seconds = :jitter,
                            misfire = :misfire, overlap = :overlap, enabled = :enabled, next_fire_at = :next, updated_at = :now
                        where id = :id
                        """), schedule).param("id", id).update();
    }

    void delete(long id) {
        jdbc.sql("update schedule set deleted_at = :now, enabled = false, next_fire_at = null where id = :id")
                .param("id", id)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    private JdbcClient.StatementSpec parameters(JdbcClient.StatementSpec statement, CheckedSchedule schedule) {
        Instant now = clock.instant();
        Instant next = schedule.enabled() ? schedule.times().next(now).orElse(null) : null;
        return statement
                .param("name", schedule.name())
                .param("cron", schedule.cron())
                .param("zone", schedule.zone())
                .param("group", schedule.groupId())
                .param("tag", schedule.tag())
                .param("jitter", schedule.jitterSeconds())
                .param("misfire", schedule.misfire().wireName())
                .param("overlap", schedule.overlap().wireName())
                .param("enabled", schedule.enabled())
                .param("next", DatabaseTime.ofNullable(next))
                .param("now", DatabaseTime.of(now));
    }

    private static RunTarget target(ResultSet row) throws SQLException {
        Long group = row.getObject("group_id", Long.class);
        String tag = row.getString("tag");
        if (tag != null) {
            return new RunTarget.Tag(group, tag);
        }
        return group == null ? new RunTarget.All() : new RunTarget.Group(group);
    }

    private Schedule schedule(ResultSet row, int number) throws SQLException {
        String cron = row.getString("cron");
        String zone = row.getString("zone");
        boolean enabled = row.getBoolean("enabled");
        String group = row.getString("group_name");
        return new Schedule(
                row.getLong("id"),
                row.getString("name"),
                cron,
                zone,
                group == null ? null : new GroupName(group),
                row.getString("tag"),
                row.getLong("device_count"),
                row.getInt("jitter_seconds"),
                Schedule.Misfire.ofWireName(row.getString("misfire")),
                Schedule.Overlap.ofWireName(row.getString("overlap")),
                enabled,
                DatabaseTime.readNullable(row, "next_fire_at"),
                enabled ? Cron.parse(cron, zone).next(clock.instant(), SHOWN_FIRES) : List.of(),
                DatabaseTime.read(row, "created_at"));
    }
}
