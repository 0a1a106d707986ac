package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.orchestrator.access.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The credentials by name, without opening one. Thread-safe. */
@Component
public class CredentialNames {

    private final JdbcClient jdbc;

    CredentialNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param group whose devices it is for; null for those of all groups */
    public record Named(long id, String name, @Nullable String group) {}

    /** @param name in whatever case */
    public Optional<Named> find(Scope scope, String name) {
        return jdbc.sql("""
                select c.id, c.name, g.name as group_name
                from credential c left join collector_group g on g.id = c.group_id
                where lower(c.name) = lower(:name) and %s
                """.formatted(scope.over("c.group_id")))
                .param("name", name.replace('\0', ' '))
                .query((row, _) -> new Named(row.getLong("id"), row.getString("name"), row.getString("group_name")))
                .optional();
    }

    public List<String> all(Scope scope) {
        return jdbc.sql("select name from credential where %s order by lower(name)".formatted(scope.over("group_id")))
                .query(String.class)
                .list();
    }
}
