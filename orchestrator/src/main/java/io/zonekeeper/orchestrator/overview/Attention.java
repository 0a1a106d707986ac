package io.zonekeeper.orchestrator.overview;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.git.GitHistories;
import io.zonekeeper.orchestrator.page.Show;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an operator should look at, worst first. Thread-safe. */
@Component
class Attention {

    private static final int MOST_DEVICES = 8;

    private final JdbcClient jdbc;
    private final GitHistories histories;

    Attention(JdbcClient jdbc, GitHistories histories) {
        this.jdbc = jdbc;
        this.histories = histories;
    }

    /** @param path where more is said of it */
    record Matter(boolean bad, String sentence, String path) {}

    private record GroupWork(String name, boolean paused, String reason, long devices, long open) {}

    List<Matter> now(Scope scope, Liveness liveness) {
        List<Matter> matters = new ArrayList<>();
        groups(scope, liveness, matters);
        refusedGroups(liveness, matters);
        credentials(scope, matters);
        if (scope.unlimited()) {
            leftovers(matters);
            pushing(matters);
        }
        devices(scope, matters);
        return matters;
    }

    private void groups(Scope scope, Liveness liveness, List<Matter> matters) {
        for (GroupWork group : groupWork(scope)) {
            String path = "/groups/" + group.name;
            if (group.paused) {
                matters.add(new Matter(false, "Group %s is paused: %s".formatted(group.name, group.reason), path));
            } else if (liveness instanceof Liveness.Known known
                    && known.of(new GroupName(group.name)).isEmpty()
                    && group.devices + group.open > 0) {
                matters.add(new Matter(
                        group.open > 0,
                        group.open > 0
                                ? "Group %s has no collector: %d jobs wait, and nobody is there to take them."
                                        .formatted(group.name, group.open)
                                : "Group %s has no collector.".formatted(group.name),
                        path));
            }
        }
    }

    private static void refusedGroups(Liveness liveness, List<Matter> matters) {
        if (liveness instanceof Liveness.Known known) {
            known.heartbeats()
                    .forEach(heartbeat -> heartbeat
                            .refusedGroups()
                            .forEach((group, reason) -> matters.add(new Matter(
                                    true,
                                    "Collector %s does not take jobs of group %s: %s"
                                            .formatted(heartbeat.instance(), group, reason),
                                    "/collectors"))));
        }
    }

    private void credentials(Scope scope, List<Matter> matters) {
        jdbc.sql("""
                select id, name, pause_reason from credential where paused_at is not null and %s order by lower(name)
                """.formatted(scope.over("group_id")))
                .query((row, _) -> new Matter(
                        true,
                        "Credential %s is paused: %s. No device is logged in to with it."
                                .formatted(row.getString("name"), row.getString("pause_reason")),
                        "/credentials"))
                .list()
                .forEach(matters::add);
    }

    private void leftovers(List<Matter> matters) {
        long dead = count("select count(*) from dead_letter where dismissed_at is null");
        if (dead > 0) {
            matters.add(new Matter(
                    true, Show.countOf(dead, "message") + " among the dead letters: no job of ours.", "/quarantine"));
        }
        long quarantined = count("select count(*) from quarantine where replayed_at is null");
        if (quarantined > 0) {
            matters.add(new Matter(
                    true,
                    Show.countOf(quarantined, "result") + " in quarantine, which could not be stored.",
                    "/quarantine"));
        }
    }

    private void pushing(List<Matter> matters) {
        histories
                .remote()
                .filter(remote -> remote.failure() != null)
                .map(remote -> new Matter(
                        true,
                        "The Git history cannot be pushed to %s: %s. It is tried again by itself."
                                .formatted(remote.url(), remote.failure()),
                        "/"))
                .ifPresent(matters::add);
    }

    private void devices(Scope scope, List<Matter> matters) {
        jdbc.sql("""
                select d.id, d.name, g.name as group_name, s.last_failure, s.failures_in_a_row
                from device_state s
                join device d on d.id = s.device_id
                join collector_group g on g.id = d.group_id
                where s.last_status = 'failure' and d.deleted_at is null and d.enabled and %s
                order by s.failures_in_a_row desc, d.id
                limit :limit
                """.formatted(scope.over("d.group_id")))
                .param("limit", MOST_DEVICES)
                .query((row, _) -> new Matter(
                        row.getInt("failures_in_a_row") > 1,
                        "%s/%s fails: %s, %d in a row."
                                .formatted(
                                        row.getString("group_name"),
                                        row.getString("name"),
                                        Show.failureOf(row.getString("last_failure"))
                                                .toLowerCase(Locale.ROOT),
                                        row.getInt("failures_in_a_row")),
                        "/devices/" + row.getLong("id")))
                .list()
                .forEach(matters::add);
    }

    private List<GroupWork> groupWork(Scope scope) {
        return jdbc.sql("""
                select g.name, g.paused_at is not null as paused, coalesce(g.pause_reason, '') as reason,
                    (select count(*) from device d where d.group_id = g.id and d.deleted_at is null and d.enabled) as devices,
                    (select count(*) from job j where j.group_id = g.id and j.finished_at is null) as open
                from collector_group g
                where g.deleted_at is null and %s
                order by g.name
                """.formatted(scope.over("g.id")))
                .query((row, _) -> new GroupWork(
                        row.getString("name"),
                        row.getBoolean("paused"),
                        row.getString("reason"),
                        row.getLong("devices"),
                        row.getLong("open")))
                .list();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
