package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Runs as shown. Those that have finished are not counted again. Thread-safe. */
@Component
public class Runs {

    /** Columns of the sort key of {@link #list}. */
    public static final int SORT_KEY = 2;

    private static final String SELECT_ALL = """
            select r.*, s.name as schedule_name from run r left join schedule s on s.id = r.schedule_id
            where true
            """;

    /** A run is there for who sees one of its groups, and its counts are of those; a skipped one for who sees its schedule. */
    private static final String SELECT_SOME = """
            select r.id, r.schedule_id, r.fire_at, r.trigger, r.requested_by, r.created_at, r.note, r.finished_at,
                coalesce(seen.job_count, 0) as job_count, seen.succeeded, seen.failed, seen.cancelled, s.name as schedule_name
            from run r
            left join schedule s on s.id = r.schedule_id
            left join lateral (
                select sum(job_count)::int as job_count, sum(succeeded)::int as succeeded, sum(failed)::int as failed,
                    sum(cancelled)::int as cancelled
                from run_group where run_id = r.id and %s) seen on true
            where (seen.job_count is not null or r.job_count = 0 and %s)
            """;

    private final JdbcClient jdbc;
    private final Collectors collectors;

    Runs(JdbcClient jdbc, Collectors collectors) {
        this.jdbc = jdbc;
        this.collectors = collectors;
    }

    private record Row(Run run, boolean counted) {}

    public Optional<Run> find(Scope scope, UUID id) {
        return jdbc.sql(select(scope) + "and r.id = :id")
                .param("id", id)
                .query(Runs::row)
                .optional()
                .map(row -> counted(scope, row));
    }

    /** Newest first. */
    public Page<Run> list(Scope scope, PageRequest request) {
        return list(scope, null, request);
    }

    /** Newest first. */
    public Page<Run> list(Scope scope, @Nullable Long scheduleId, PageRequest request) {
        List<Run> runs = jdbc
                .sql(select(scope) + """
                        and (:schedule = 0 or r.schedule_id = :schedule)
                        and (r.created_at, r.id) < (:beforeAt::timestamptz, :beforeId::uuid)
                        order by r.created_at desc, r.id desc limit :fetch
                        """)
                .param("schedule", scheduleId == null ? 0L : scheduleId)
                .param(
                        "beforeAt",
                        request.after().isEmpty()
                                ? "infinity"
                                : beforeAt(request.after().getFirst()))
                .param(
                        "beforeId",
                        request.after().isEmpty()
                                ? new UUID(-1, -1).toString()
                                : RunIds.parse("after", request.after().getLast())
                                        .toString())
                .param("fetch", request.fetch())
                .query(Runs::row)
                .list()
                .stream()
                .map(row -> counted(scope, row))
                .toList();
        return Page.of(
                runs,
                request,
                run -> List.of(run.createdAt().toString(), run.id().toString()));
    }

    private static String select(Scope scope) {
        return scope.unlimited() ? SELECT_ALL : SELECT_SOME.formatted(scope.over("group_id"), scope.over("s.group_id"));
    }

    private static String beforeAt(String text) {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeException e) {
            throw RunIds.notOurs("after", text);
        }
    }

    private Run counted(Scope scope, Row row) {
        if (row.counted()) {
            return row.run();
        }
        Run run = row.run();
        return new Run(
                run.id(),
                run.trigger(),
                run.schedule(),
                run.requestedBy(),
                run.createdAt(),
                run.fireAt(),
                run.note(),
                count(scope, run),
                null);
    }

    private RunCounts count(Scope scope, Run run) {
        return jdbc.sql("""
                select count(*) as total,
                    count(*) filter (where state = 'waiting') as waiting,
                    count(*) filter (where state = 'queued') as queued,
                    count(*) filter (where state = 'running') as running,
                    count(*) filter (where state = 'success') as success,
                    count(*) filter (where state = 'failure') as failure,
                    count(*) filter (where state = 'cancelled') as cancelled
                from (
                    select case
                        when s.job_id is not null then 'success'
                        when j.cancelled_at is not null then 'cancelled'
                        when j.finished_at is not null then 'failure'
                        when sent.task_id = any(:running) then 'running'
                        when sent.published_at is not null then 'queued'
                        else 'waiting' end as state
                    from job j
                    left join lateral (
                        select o.job_id from outcome o
                        where j.attempts > 0 and o.job_id = j.id and o.status = 'success' and o.day >= :day limit 1) s on true
                    left join attempt sent on sent.job_id = j.id and sent.settled_at is null
                    where j.run_id = :run and %s) states
                """.formatted(scope.over("j.group_id")))
                .param("run", run.id())
                .param("day", day(run.createdAt()))
                .param("running", UuidArray.of(collectors.liveness().running()))
                .query((row, _) -> new RunCounts(
                        row.getInt("total"),
                        row.getInt("waiting"),
                        row.getInt("queued"),
                        row.getInt("running"),
                        row.getInt("success"),
                        row.getInt("failure"),
                        row.getInt("cancelled")))
                .single();
    }

    /** The first partition that can hold outcomes of what was asked for then. */
    static LocalDate day(Instant createdAt) {
        return LocalDate.ofInstant(createdAt, ZoneOffset.UTC);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Long scheduleId = row.getObject("schedule_id", Long.class);
        Instant finishedAt = DatabaseTime.readNullable(row, "finished_at");
        int total = row.getInt("job_count");
        RunCounts counts =
                new RunCounts(total, 0, 0, 0, row.getInt("succeeded"), row.getInt("failed"), row.getInt("cancelled"));
        Run run = new Run(
                row.getObject("id", UUID.class),
                row.getString("trigger"),
                scheduleId == null ? null : new Run.ScheduleName(scheduleId, row.getString("schedule_name")),
                row.getString("requested_by"),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.readNullable(row, "fire_at"),
                row.getString("note"),
                counts,
                finishedAt);
        return new Row(run, finishedAt != null);
    }
}
