package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table app_user. Thread-safe. */
@Component
class Users {

    private static final String SELECT = "select u.*, " + Scopes.columns("u", "scope") + " from app_user u ";

    private final JdbcClient jdbc;
    private final Clock clock;

    Users(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    boolean none() {
        return jdbc.sql("select not exists (select from app_user)")
                .query(Boolean.class)
                .single();
    }

    Optional<Account> find(String name) {
        return jdbc.sql(SELECT + "where lower(u.name) = lower(:name)")
                .param("name", name)
                .query(Users::account)
                .optional();
    }

    Optional<Account> find(long id) {
        return jdbc.sql(SELECT + "where u.id = :id")
                .param("id", id)
                .query(Users::account)
                .optional();
    }

    List<Account> all() {
        return jdbc.sql(SELECT + "order by lower(u.name)").query(Users::account).list();
    }

    /** By name. */
    Page<Account> list(PageRequest request) {
        List<Account> rows = jdbc.sql(SELECT + """
                where :first or lower(u.name) > lower(:after)
                order by lower(u.name) limit :limit
                """)
                .param("first", request.after().isEmpty())
                .param("after", request.afterText())
                .param("limit", request.fetch())
                .query(Users::account)
                .list();
        return Page.of(rows, request, account -> List.of(account.user().name()));
    }

    /** Keeps others from changing the user until the transaction ends; does nothing if there is none. */
    void lock(long id) {
        jdbc.sql("select id from app_user where id = :id for update")
                .param("id", id)
                .query(Long.class)
                .optional();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the name is taken, in whatever case */
    Account insert(String name, String passwordHash, Rights rights) {
        long id = jdbc.sql("""
                insert into app_user (name, password_hash, role, group_ids, sees_secrets, created_at)
                values (:name, :hash, :role, :groups, :secrets, :now)
                returning id
                """)
                .param("name", name)
                .param("hash", passwordHash)
                .param("role", rights.role().wireName())
                .param("groups", Scopes.ids(rights.scope()))
                .param("secrets", rights.secrets())
                .param("now", DatabaseTime.of(clock.instant()))
                .query(Long.class)
                .single();
        return find(id).orElseThrow();
    }

    void update(long id, Rights rights, boolean enabled, @Nullable String passwordHash) {
        jdbc.sql("""
                update app_user
                set role = :role, group_ids = :groups, sees_secrets = :secrets,
                    password_hash = coalesce(:hash, password_hash),
                    disabled_at = case when :enabled then null else coalesce(disabled_at, :now) end
                where id = :id
                """)
                .param("id", id)
                .param("role", rights.role().wireName())
                .param("groups", Scopes.ids(rights.scope()))
                .param("secrets", rights.secrets())
                .param("enabled", enabled)
                .param("hash", passwordHash)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    /** Locks the rows of enabled administrators of all groups until the transaction ends, so that the last one cannot go twice at once. */
    List<Long> lockAdministrators() {
        return jdbc.sql(
                        "select id from app_user where role = 'admin' and group_ids is null and disabled_at is null order by id for update")
                .query(Long.class)
                .list();
    }

    /** Ends the sessions and revokes nothing else: what a changed role or password has to take effect at once. */
    void endSessions(String name) {
        jdbc.sql("delete from spring_session where principal_name = :name")
                .param("name", name)
                .update();
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                new User(
                        row.getLong("id"),
                        row.getString("name"),
                        Role.parse(row.getString("role")),
                        Scopes.read(row, "scope"),
                        row.getBoolean("sees_secrets"),
                        null),
                row.getString("password_hash"),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.readNullable(row, "disabled_at"));
    }
}
