package io.zonekeeper.orchestrator.run;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Why jobs wait for what somebody has to do: their group is paused, or has no collector. Thread-safe. */
@Component
class Holdups {

    private static final String GROUPS = "select g.name, g.paused_by, g.pause_reason from collector_group g ";

    private final JdbcClient jdbc;
    private final Collectors collectors;

    Holdups(JdbcClient jdbc, Collectors collectors) {
        this.jdbc = jdbc;
        this.collectors = collectors;
    }

    /** @param reason why the jobs of the group wait, as a sentence without its full stop */
    record Holdup(String group, String reason) {}

    private record Held(
            GroupName group,
            @Nullable String pausedBy,
            @Nullable String pauseReason) {}

    /** Of the groups in a run that have a job that has not ended, by name. */
    List<Holdup> of(Scope scope, Run run) {
        if (run.counts().open() == 0) {
            return List.of();
        }
        return of(jdbc.sql(GROUPS + """
                join run_group r on r.group_id = g.id
                where r.run_id = :run and %s
                and exists (select from job j where j.run_id = :run and j.group_id = g.id and j.finished_at is null)
                order by g.name
                """.formatted(scope.over("g.id"))).param("run", run.id()));
    }

    /** Of a job's group. */
    List<Holdup> of(Scope scope, JobView job) {
        if (job.finishedAt() != null) {
            return List.of();
        }
        return of(jdbc.sql(GROUPS + "where g.name = :group and " + scope.over("g.id"))
                .param("group", job.group().value()));
    }

    private List<Holdup> of(JdbcClient.StatementSpec groups) {
        Liveness liveness = collectors.liveness();
        return groups
                .query((row, _) -> new Held(
                        new GroupName(row.getString("name")),
                        row.getString("paused_by"),
                        row.getString("pause_reason")))
                .list()
                .stream()
                .flatMap(group -> reason(group, liveness).stream()
                        .map(why -> new Holdup(group.group().value(), why)))
                .toList();
    }

    private static Optional<String> reason(Held held, Liveness liveness) {
        if (held.pausedBy() != null) {
            return Optional.of("it is paused by %s, “%s”".formatted(held.pausedBy(), held.pauseReason()));
        }
        return liveness instanceof Liveness.Known known
                        && known.of(held.group()).isEmpty()
                ? Optional.of("it has no collector")
                : Optional.empty();
    }
}
