package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.page.Badge;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Devices as the list of the pages shows them, found by text, group and status. Read only, thread-safe. */
@Component
class DeviceSearch {

    /** What the list can be narrowed to. */
    static final List<Option> STATUSES = List.of(
            new Option("", "All"),
            new Option("ok", "OK"),
            new Option("stale", "Stale"),
            new Option("failing", "Failing"),
            new Option("never", "Never backed up"),
            new Option("disabled", "Disabled"));

    private final JdbcClient jdbc;
    private final Staleness staleness;

    DeviceSearch(JdbcClient jdbc, Staleness staleness) {
        this.jdbc = jdbc;
        this.staleness = staleness;
    }

    /** What is looked for; empty texts look for everything. */
    record Filter(String q, String group, String status) {

        public boolean isEmpty() {
            return q.isBlank() && group.isEmpty() && status.isEmpty();
        }
    }

    record DeviceRow(
            long id,
            String group,
            String name,
            String address,
            int port,
            String platform,
            Badge badge,
            @Nullable String failure,
            @Nullable Instant lastAttemptAt,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastChangedAt) {}

    /** By group and name. */
    Page<DeviceRow> find(Scope scope, Filter filter, PageRequest request) {
        List<String> after = request.after();
        List<DeviceRow> rows = jdbc.sql("""
                select d.id, g.name as group_name, d.name, d.address, d.port, d.platform, d.enabled,
                    s.last_status, s.last_failure, s.last_attempt_at, s.last_success_at, s.last_changed_at
                from device d
                join collector_group g on g.id = d.group_id
                left join device_state s on s.device_id = d.id
                where d.deleted_at is null
                and %s
                and (:group = '' or g.name = :group)
                and (:q = '' or position(lower(:q) in lower(d.name)) > 0 or position(lower(:q) in lower(d.address)) > 0)
                and case :status
                    when 'ok' then d.enabled and s.last_status = 'success' and s.last_success_at >= :fresh
                    when 'stale' then d.enabled and s.last_status = 'success' and s.last_success_at < :fresh
                    when 'failing' then d.enabled and s.last_status = 'failure'
                    when 'never' then d.enabled and s.last_status is null
                    when 'disabled' then not d.enabled
                    else true end
                and (:first or (g.name, lower(d.name)) > (:afterGroup, :afterName))
                order by g.name, lower(d.name)
                limit :limit
                """.formatted(scope.over("d.group_id")))
                .param("group", filter.group())
                .param("q", filter.q().replace('\0', ' ').strip())
                .param("status", filter.status())
                .param("fresh", DatabaseTime.of(staleness.freshSince()))
                .param("first", after.isEmpty())
                .param("afterGroup", after.isEmpty() ? "" : after.getFirst())
                .param("afterName", after.isEmpty() ? "" : after.getLast())
                .param("limit", request.fetch())
                .query(DeviceSearch::row)
                .list();
        return Page.of(rows, request, row -> List.of(row.group(), row.name().toLowerCase(Locale.ROOT)));
    }

    static Badge badge(boolean enabled, @Nullable String lastStatus) {
        if (!enabled) {
            return Badge.idle("Disabled");
        }
        return switch (lastStatus) {
            case null -> Badge.unknown("Never backed up");
            case "success" -> Badge.ok("OK");
            default -> Badge.bad("Failing");
        };
    }

    private static DeviceRow row(ResultSet row, int number) throws SQLException {
        return new DeviceRow(
                row.getLong("id"),
                row.getString("group_name"),
                row.getString("name"),
                row.getString("address"),
                row.getInt("port"),
                row.getString("platform"),
                badge(row.getBoolean("enabled"), row.getString("last_status")),
                "failure".equals(row.getString("last_status")) ? row.getString("last_failure") : null,
                DatabaseTime.readNullable(row, "last_attempt_at"),
                DatabaseTime.readNullable(row, "last_success_at"),
                DatabaseTime.readNullable(row, "last_changed_at"));
    }
}
