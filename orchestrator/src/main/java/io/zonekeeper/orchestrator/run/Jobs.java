package io.zonekeeper.orchestrator.run;

import io.zonekeeper.common.result.LogEntry;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.UuidArray;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** Jobs as shown, their state derived from attempts, outcomes and heartbeats. Thread-safe. */
@Component
public class Jobs {

    /** Columns of the sort key of {@link #ofRun} and {@link #ofDevice}. */
    public static final int SORT_KEY = 3;

    private static final String JOBS = """
            select j.*, g.name as group_name, d.name as device_name, coalesce(d.name, '') as device_order,
                dg.name as device_group
            from job j
            join collector_group g on g.id = j.group_id
            left join device d on d.id = j.device_id
            left join collector_group dg on dg.id = d.group_id
            """;

    /** Jobs with their state, which is looked up for one after the other as long as more are wanted. */
    private static final String WITH_STATE = """
            select * from (
                select j.*, best.status, best.changed, best.version_id, best.collected_at, best.duration_ms,
                    best.failure as outcome_failure, best.detail as outcome_detail, best.number as outcome_number,
                    latest.number as latest_number, latest.closed_as,
            """ + JobState.SQL + """
                     as state
                from (%s) j
            """ + JobState.JOINS + """
                ) jobs
            """;

    private final JdbcClient jdbc;
    private final Collectors collectors;

    Jobs(JdbcClient jdbc, Collectors collectors) {
        this.jdbc = jdbc;
        this.collectors = collectors;
    }

    /**
     * The jobs of a run by group and device name.
     *
     * @param state null for all
     */
    public Page<JobView> ofRun(Scope scope, Run run, @Nullable JobState state, PageRequest request) {
        List<String> after = request.after().isEmpty() ? List.of("", "", new UUID(0, 0).toString()) : request.after();
        List<JobView> jobs = jdbc.sql(
                        withState("""
                                where j.run_id = :run and %s
                                and (g.name, coalesce(d.name, ''), j.id) > (:afterGroup, :afterDevice, :afterId::uuid)
                                """.formatted(seen(scope)) + (state == null ? "" : state.narrowing()) + """

                                order by g.name, coalesce(d.name, ''), j.id
                                """) + """
                        where :state = '' or state = :state
                        order by group_name, device_order, id limit :fetch
                        """)
                .param("run", run.id())
                .param("day", Runs.day(run.createdAt()))
                .param("running", UuidArray.of(collectors.liveness().running()))
                .param("afterGroup", after.get(0))
                .param("afterDevice", after.get(1))
                .param("afterId", RunIds.parse("after", after.get(2)).toString())
                .param("state", state == null ? "" : state.wireName())
                .param("fetch", request.fetch())
                .query(Jobs::job)
                .list();
        return Page.of(
                jobs,
                request,
                job -> List.of(
                        job.group().value(),
                        job.device() == null ? "" : job.device().name(),
                        job.id().toString()));
    }

    /** The latest jobs of a device, newest first. */
    public List<JobView> ofDevice(Scope scope, long deviceId, int limit) {
        return jdbc.sql(withState("where j.device_id = :device and " + seen(scope)) + """
                        order by initiated_at desc, id limit :limit
                        """)
                .param("device", deviceId)
                .param("day", LocalDate.EPOCH)
                .param("running", UuidArray.of(collectors.liveness().running()))
                .param("limit", limit)
                .query(Jobs::job)
                .list();
    }

    public Optional<JobView> find(Scope scope, UUID id) {
        return jdbc.sql(withState("where j.id = :id and " + seen(scope)))
                .param("id", id)
                .param("day", LocalDate.EPOCH)
                .param("running", UuidArray.of(collectors.liveness().running()))
                .query(Jobs::job)
                .optional();
    }

    private static String withState(String which) {
        return WITH_STATE.replace("%s", JOBS + which);
    }

    /** The attempts of a job, first one first. */
    public List<AttemptView> attempts(Scope scope, UUID jobId) {
        return jdbc.sql("""
                select a.*, o.status, o.failure, o.detail, o.changed, o.version_id, o.collector, o.received_at, o.connected_at,
                    o.collected_at, o.duration_ms, o.stored_at, o.size, o.log, o.transcript, o.host_key
                from attempt a
                left join outcome o on o.day = a.day and o.task_id = a.task_id
                where a.job_id = :job and %s
                order by a.number
                """.formatted(scope.over("a.group_id")))
                .param("job", jobId)
                .query(Jobs::attempt)
                .list();
    }

    /** A job is seen by who sees its group and, since a device may move, the group its device is in today. */
    private static String seen(Scope scope) {
        return scope.unlimited()
                ? "true"
                : "%s and (j.device_id is null or %s)".formatted(scope.over("j.group_id"), scope.over("d.group_id"));
    }

    private static JobView job(ResultSet row, int number) throws SQLException {
        JobState state = JobState.ofWireName(row.getString("state")).orElseThrow();
        GroupName group = new GroupName(row.getString("group_name"));
        Long deviceId = row.getObject("device_id", Long.class);
        Why why = Why.of(row, state);
        return new JobView(
                row.getObject("id", UUID.class),
                row.getObject("run_id", UUID.class),
                row.getString("task_identifier"),
                deviceId == null
                        ? null
                        : new JobView.JobDevice(
                                deviceId, row.getString("device_name"), new GroupName(row.getString("device_group"))),
                group,
                row.getString("kind"),
                state,
                why.failure(),
                why.detail(),
                row.getInt("attempts"),
                row.getBoolean("changed"),
                row.getObject("version_id", Long.class),
                DatabaseTime.read(row, "not_before"),
                DatabaseTime.readNullable(row, "due_at"),
                DatabaseTime.readNullable(row, "collected_at"),
                row.getObject("duration_ms", Long.class),
                DatabaseTime.readNullable(row, "finished_at"));
    }

    /** What a job failed of. What the latest attempt was closed as counts where it has no outcome. */
    private record Why(@Nullable String failure, @Nullable String detail) {

        static Why of(ResultSet row, JobState state) throws SQLException {
            if (state == JobState.SUCCESS) {
                return new Why(null, null);
            }
            String cancelledBy = row.getString("cancelled_by");
            if (state == JobState.CANCELLED) {
                return new Why(null, cancelledBy);
            }
            String closedAs = row.getString("closed_as");
            if (closedAs != null && row.getInt("latest_number") > row.getInt("outcome_number")) {
                return new Why(closedAs, sentence(closedAs));
            }
            return new Why(row.getString("outcome_failure"), row.getString("outcome_detail"));
        }

        private static String sentence(String closedAs) {
            return switch (closedAs) {
                case "LOST" -> "No collector reported an outcome in time.";
                case "DEAD_LETTERED" -> "Collectors gave the job back again and again, so the broker put it aside.";
                default -> closedAs;
            };
        }
    }

    private static AttemptView attempt(ResultSet row, int number) throws SQLException {
        return new AttemptView(
                row.getObject("task_id", UUID.class),
                row.getInt("number"),
                DatabaseTime.read(row, "issued_at"),
                DatabaseTime.readNullable(row, "published_at"),
                DatabaseTime.readNullable(row, "not_after"),
                DatabaseTime.readNullable(row, "reconcile_at"),
                row.getString("closed_as"),
                DatabaseTime.readNullable(row, "closed_at"),
                row.getString("status") == null ? null : outcome(row));
    }

    private static AttemptView.Outcome outcome(ResultSet row) throws SQLException {
        return new AttemptView.Outcome(
                row.getString("status"),
                row.getString("failure"),
                row.getString("detail"),
                row.getBoolean("changed"),
                row.getObject("version_id", Long.class),
                row.getString("collector"),
                DatabaseTime.read(row, "received_at"),
                DatabaseTime.readNullable(row, "connected_at"),
                DatabaseTime.read(row, "collected_at"),
                row.getLong("duration_ms"),
                DatabaseTime.read(row, "stored_at"),
                row.getObject("size", Integer.class),
                log(row.getString("log")),
                row.getString("transcript"),
                row.getString("host_key"));
    }

    private static List<LogEntry> log(String json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<List<LogEntry>>() {});
        } catch (JacksonException e) {
            throw new IllegalStateException("A stored log is not readable", e);
        }
    }
}
