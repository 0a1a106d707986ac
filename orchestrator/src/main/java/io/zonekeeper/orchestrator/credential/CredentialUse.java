package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.orchestrator.access.Scope;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which devices are logged in to with a credential. Thread-safe. */
@Component
public class CredentialUse {

    private static final int MOST = 50;

    private final JdbcClient jdbc;

    CredentialUse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record UsedBy(long id, String group, String name, boolean enabled) {}

    /** At most 50, those that answered last first: to be tried with a new secret. */
    public List<UsedBy> devices(Scope scope, long credentialId) {
        return jdbc.sql("""
                select d.id, g.name as group_name, d.name, d.enabled
                from device d
                join collector_group g on g.id = d.group_id
                left join device_state s on s.device_id = d.id
                where d.credential_id = :credential and d.deleted_at is null and %s
                order by d.enabled desc, s.last_success_at desc nulls last, d.id limit :most
                """.formatted(scope.over("d.group_id")))
                .param("credential", credentialId)
                .param("most", MOST)
                .query((row, _) -> new UsedBy(
                        row.getLong("id"),
                        row.getString("group_name"),
                        row.getString("name"),
                        row.getBoolean("enabled")))
                .list();
    }
}
