package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A filter as SQL on the tables of {@link Devices#FROM}. Only what is asked for becomes a condition, so that the planner sees which
 * index serves.
 */
record DeviceConditions(String sql, Map<String, Object> parameters) {

    /** @param freshSince a success before this is stale */
    static DeviceConditions of(Scope scope, DeviceFilter filter, Instant freshSince) {
        StringBuilder sql = new StringBuilder(" and " + scope.over("d.group_id"));
        Map<String, Object> parameters = new HashMap<>();
        if (!filter.q().isEmpty()) {
            sql.append(
                    " and (position(lower(:q) in lower(d.name)) > 0 or position(lower(:q) in lower(d.address)) > 0)");
            parameters.put("q", filter.q());
        }
        if (!filter.group().isEmpty()) {
            sql.append(" and g.name = :group");
            parameters.put("group", filter.group());
        }
        if (!filter.platform().isEmpty()) {
            sql.append(" and d.platform = :platform");
            parameters.put("platform", filter.platform());
        }
        if (!filter.tag().isEmpty()) {
            sql.append(" and d.tags @> array[:tag]::text[]");
            parameters.put("tag", filter.tag());
        }
        if (!filter.credential().isEmpty()) {
            sql.append(" and d.credential_id = (select id from credential where lower(name) = lower(:credential))");
            parameters.put("credential", filter.credential());
        }
        sql.append(
                switch (filter.status()) {
                    case "ok" -> " and d.enabled and s.last_status = 'success' and s.last_success_at >= :fresh";
                    case "stale" -> " and d.enabled and s.last_status = 'success' and s.last_success_at < :fresh";
                    case "failing" -> " and d.enabled and s.last_status = 'failure'";
                    case "never" -> " and d.enabled and s.last_status is null";
                    case "disabled" -> " and not d.enabled";
                    default -> "";
                });
        if (filter.status().equals("ok") || filter.status().equals("stale")) {
            parameters.put("fresh", DatabaseTime.of(freshSince));
        }
        if (!filter.enabled().isEmpty()) {
            sql.append(" and d.enabled = ").append(filter.enabled().equals("true"));
        }
        if (filter.source().equals(DeviceFilter.BY_HAND)) {
            sql.append(" and d.source is null");
        } else if (!filter.source().isEmpty()) {
            sql.append(" and d.source = :source");
            parameters.put("source", filter.source());
        }
        if (!filter.gone().isEmpty()) {
            sql.append(
                    filter.gone().equals("true")
                            ? " and d.source_gone_at is not null"
                            : " and d.source_gone_at is null");
        }
        return new DeviceConditions(sql + "\n", parameters);
    }
}
