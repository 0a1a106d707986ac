package io.zonekeeper.orchestrator.group;

import static java.util.stream.Collectors.toMap;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import io.zonekeeper.orchestrator.collector.Liveness;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What waits and what runs in the groups, and how it went. Thread-safe. */
@Component
class GroupWork {

    static final Work NONE = new Work(0, 0, null, null);

    private final JdbcClient jdbc;
    private final Clock clock;

    GroupWork(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param open jobs that have not ended
     * @param running of these, how many a live collector is at work on
     * @param oldestWaiting when the turn of the longest-waiting job came that nobody is at work on; null where none waits
     * @param lastSuccess the newest backup of a device of the group; null where there is none
     */
    record Work(
            long open,
            long running,
            @Nullable Instant oldestWaiting,
            @Nullable Instant lastSuccess) {

        public long waiting() {
            return Math.max(0, open - running);
        }
    }

    private record OfGroup(long groupId, Work work) {}

    /** By the groups' ids. */
    Map<Long, Work> now(Liveness liveness) {
        return jdbc
                .sql("""
                        with running as materialized (
                            select job_id, group_id from attempt where task_id = any(:running) and settled_at is null)
                        select g.id, coalesce(w.open, 0) as open, w.oldest, coalesce(r.jobs, 0) as running, s.last_success
                        from collector_group g
                        left join (
                            select group_id, count(*) as open,
                                min(not_before) filter (
                                    where not_before <= :now and id not in (select job_id from running)) as oldest
                            from job where finished_at is null group by group_id) w on w.group_id = g.id
                        left join (select group_id, count(*) as jobs from running group by group_id) r on r.group_id = g.id
                        left join (
                            select d.group_id, max(s.last_success_at) as last_success
                            from device_state s join device d on d.id = s.device_id and d.deleted_at is null
                            group by d.group_id) s on s.group_id = g.id
                        where g.deleted_at is null
                        """)
                .param("running", UuidArray.of(liveness.running()))
                .param("now", DatabaseTime.of(clock.instant()))
                .query((row, _) -> new OfGroup(
                        row.getLong("id"),
                        new Work(
                                row.getLong("open"),
                                row.getLong("running"),
                                DatabaseTime.readNullable(row, "oldest"),
                                DatabaseTime.readNullable(row, "last_success"))))
                .list()
                .stream()
                .collect(toMap(OfGroup::groupId, OfGroup::work));
    }
}
