package io.zonekeeper.orchestrator.access;

import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.web.FieldErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Scopes as columns hold them and as users write them: null for all groups, else the groups. Thread-safe. */
@Component
class Scopes {

    private static final TypeReference<Map<Long, String>> NAMES = new TypeReference<>() {};

    private final JdbcClient jdbc;

    Scopes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Named(long id, String name) {}

    /** Columns for {@link #read}: the ids as they stand in a table, and the names of those groups. */
    static String columns(String table, String as) {
        return """
                %1$s.group_ids is null as %2$s_unlimited,
                (select jsonb_object_agg(g.id, g.name) from collector_group g where g.id = any(%1$s.group_ids)) as %2$s_groups
                """.formatted(table, as);
    }

    static Scope read(ResultSet row, String as) throws SQLException {
        String names = row.getString(as + "_groups");
        if (row.getBoolean(as + "_unlimited")) {
            return Scope.all();
        }
        return names == null ? Scope.nothing() : new Scope(false, Json.MAPPER.readValue(names, NAMES));
    }

    /** For a column; null for all groups. */
    static Long @Nullable [] ids(Scope scope) {
        return scope.unlimited()
                ? null
                : scope.groups().keySet().stream().sorted().toArray(Long[]::new);
    }

    /** For an answer; null for all groups. */
    static @Nullable List<String> names(Scope scope) {
        return scope.unlimited()
                ? null
                : scope.groups().values().stream().sorted().toList();
    }

    /**
     * @param within the scope of who writes it: groups out of it are not there
     * @param names null for all groups
     * @param errors gets one for each group there is not
     */
    Scope of(Scope within, @Nullable List<String> names, FieldErrors errors) {
        if (names == null) {
            return Scope.all();
        }
        Map<Long, String> known = new HashMap<>();
        jdbc.sql("select id, name from collector_group where name = any(:names) and deleted_at is null and "
                        + within.over("id"))
                .param(
                        "names",
                        names.stream().map(name -> name.replace('\0', ' ')).toArray(String[]::new))
                .query((row, _) -> new Named(row.getLong("id"), row.getString("name")))
                .list()
                .forEach(group -> known.put(group.id(), group.name()));
        names.stream()
                .filter(name -> !known.containsValue(name))
                .forEach(name -> errors.add(
                        "groups",
                        name,
                        "There is no group \"%s\": use groups that exist, or leave groups out for all."
                                .formatted(name)));
        return new Scope(false, known);
    }
}
