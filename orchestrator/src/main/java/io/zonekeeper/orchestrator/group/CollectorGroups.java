package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table collector_group. Deleted groups are not found, but keep their names. Thread-safe. */
@Component
public class CollectorGroups {

    private final JdbcClient jdbc;
    private final Clock clock;

    CollectorGroups(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What still uses a group. */
    record Use(int devices, int schedules, int openJobs) {

        boolean isNone() {
            return devices == 0 && schedules == 0 && openJobs == 0;
        }
    }

    public Optional<CollectorGroup> find(Scope scope, GroupName name) {
        return jdbc.sql("select * from collector_group where name = :name and deleted_at is null and "
                        + scope.over("id"))
                .param("name", name.value())
                .query(CollectorGroups::group)
                .optional();
    }

    /** By name. */
    public List<CollectorGroup> all(Scope scope) {
        return jdbc.sql("select * from collector_group where deleted_at is null and " + scope.over("id")
                        + " order by name")
                .query(CollectorGroups::group)
                .list();
    }

    /** By name. */
    Page<CollectorGroup> list(Scope scope, PageRequest request) {
        List<CollectorGroup> rows = jdbc.sql("""
                select * from collector_group
                where deleted_at is null and (:first or name > :after) and %s
                order by name limit :limit
                """.formatted(scope.over("id")))
                .param("first", request.after().isEmpty())
                .param("after", request.afterText())
                .param("limit", request.fetch())
                .query(CollectorGroups::group)
                .list();
        return Page.of(rows, request, group -> List.of(group.name().value()));
    }

    /** As {@link #find}, and nobody else changes the group until the transaction ends. */
    Optional<CollectorGroup> lock(Scope scope, GroupName name) {
        return jdbc.sql("select * from collector_group where name = :name and deleted_at is null and "
                        + scope.over("id") + " for update")
                .param("name", name.value())
                .query(CollectorGroups::group)
                .optional();
    }

    boolean wasDeleted(GroupName name) {
        return jdbc.sql("select exists (select from collector_group where name = :name and deleted_at is not null)")
                .param("name", name.value())
                .query(Boolean.class)
                .single();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if there is or was a group of that name */
    CollectorGroup insert(GroupName name, String description, @Nullable Integer slots, @Nullable Integer sessionRate) {
        return jdbc.sql("""
                insert into collector_group (name, description, slots, session_rate, created_at, updated_at)
                values (:name, :description, :slots, :rate, :now, :now)
                returning *
                """)
                .param("name", name.value())
                .param("description", description)
                .param("slots", slots)
                .param("rate", sessionRate)
                .param("now", now())
                .query(CollectorGroups::group)
                .single();
    }

    CollectorGroup update(long id, String description, @Nullable Integer slots, @Nullable Integer sessionRate) {
        return jdbc.sql("""
                update collector_group
                set description = :description, slots = :slots, session_rate = :rate, updated_at = :now
                where id = :id
                returning *
                """)
                .param("id", id)
                .param("description", description)
                .param("slots", slots)
                .param("rate", sessionRate)
                .param("now", now())
                .query(CollectorGroups::group)
                .single();
    }

    CollectorGroup pause(long id, CollectorGroup.@Nullable Pause pause) {
        return jdbc.sql("""
                update collector_group
                set paused_at = :at, paused_by = :by, pause_reason = :reason, updated_at = :now
                where id = :id
                returning *
                """)
                .param("id", id)
                .param("at", pause == null ? null : DatabaseTime.of(pause.at()))
                .param("by", pause == null ? null : pause.by())
                .param("reason", pause == null ? null : pause.reason())
                .param("now", now())
                .query(CollectorGroups::group)
                .single();
    }

    void delete(long id) {
        jdbc.sql("update collector_group set deleted_at = :now, updated_at = :now where id = :id")
                .param("id", id)
                .param("now", now())
                .update();
    }

    Use use(long id) {
        return jdbc.sql("""
                select
                    (select count(*) from device where group_id = :id and deleted_at is null) as devices,
                    (select count(*) from schedule where group_id = :id and deleted_at is null) as schedules,
                    (select count(*) from job where group_id = :id and finished_at is null) as open_jobs
                """)
                .param("id", id)
                .query((row, _) -> new Use(row.getInt("devices"), row.getInt("schedules"), row.getInt("open_jobs")))
                .single();
    }

    private OffsetDateTime now() {
        return DatabaseTime.of(clock.instant());
    }

    private static CollectorGroup group(ResultSet row, int number) throws SQLException {
        Instant pausedAt = DatabaseTime.readNullable(row, "paused_at");
        return new CollectorGroup(
                row.getLong("id"),
                new GroupName(row.getString("name")),
                row.getString("description"),
                row.getObject("slots", Integer.class),
                row.getObject("session_rate", Integer.class),
                pausedAt == null
                        ? null
                        : new CollectorGroup.Pause(pausedAt, row.getString("paused_by"), row.getString("pause_reason")),
                DatabaseTime.read(row, "created_at"));
    }
}
