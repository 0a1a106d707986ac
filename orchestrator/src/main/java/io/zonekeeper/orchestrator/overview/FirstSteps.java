package io.zonekeeper.orchestrator.overview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What leads a new installation to its first backup, each step ticked by what is there. Thread-safe. */
@Component
class FirstSteps {

    private final JdbcClient jdbc;
    private final Collectors collectors;
    private final Audit audit;
    private final Clock clock;

    FirstSteps(JdbcClient jdbc, Collectors collectors, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.collectors = collectors;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param collector a collector is live, or one has brought a backup already
     * @param backup a configuration is stored
     * @param dismissed somebody wants the list out of the way
     */
    record Steps(
            boolean group,
            boolean collector,
            boolean devices,
            boolean credential,
            boolean backup,
            boolean schedule,
            boolean dismissed) {

        boolean done() {
            return group && collector && devices && credential && backup && schedule;
        }

        /** Whether the list is worth its place. */
        @JsonProperty
        public boolean shown() {
            return !done() && !dismissed;
        }
    }

    Steps now(Scope scope) {
        return now(scope, collectors.liveness(scope));
    }

    Steps now(Scope scope, Liveness liveness) {
        boolean live =
                liveness instanceof Liveness.Known known && !known.heartbeats().isEmpty();
        return jdbc.sql("""
                select
                    exists (select from collector_group where deleted_at is null and %1$s) as groups,
                    exists (select from device where deleted_at is null and %2$s) as devices,
                    exists (select from credential where %2$s) as credentials,
                    exists (select from device_state s join device d on d.id = s.device_id
                        where s.last_success_at is not null and %3$s) as backups,
                    exists (select from schedule where deleted_at is null and %2$s) as schedules,
                    exists (select from first_steps) as dismissed
                """.formatted(scope.over("id"), scope.over("group_id"), scope.over("d.group_id")))
                .query((row, _) -> new Steps(
                        row.getBoolean("groups"),
                        live || row.getBoolean("backups"),
                        row.getBoolean("devices"),
                        row.getBoolean("credentials"),
                        row.getBoolean("backups"),
                        row.getBoolean("schedules"),
                        row.getBoolean("dismissed")))
                .single();
    }

    /** Puts the list out of the way, for everybody. */
    @Transactional
    public void dismiss(String who) {
        int dismissed = jdbc.sql("""
                insert into first_steps (dismissed_at, dismissed_by) values (:now, :who) on conflict do nothing
                """)
                .param("now", DatabaseTime.of(clock.instant()))
                .param("who", who)
                .update();
        if (dismissed > 0) {
            audit.record(who, "first_steps.dismiss", "first steps", "");
        }
    }
}
