package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.DatabaseTime;
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
        return jdbc.sql("select * from app_user where lower(name) = lower(:name)")
                .param("name", name)
                .query(Users::account)
                .optional();
    }

    Optional<Account> find(long id) {
        return jdbc.sql("select * from app_user where id = :id")
                .param("id", id)
                .query(Users::account)
                .optional();
    }

    List<Account> all() {
        return jdbc.sql("select * from app_user order by lower(name)")
                .query(Users::account)
                .list();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the name is taken, in whatever case */
    Account insert(String name, String passwordHash, Role role) {
        return jdbc.sql("""
                insert into app_user (name, password_hash, role, created_at)
                values (:name, :hash, :role, :now)
                returning *
                """)
                .param("name", name)
                .param("hash", passwordHash)
                .param("role", role.wireName())
                .param("now", DatabaseTime.of(clock.instant()))
                .query(Users::account)
                .single();
    }

    void update(long id, Role role, boolean enabled, @Nullable String passwordHash) {
        jdbc.sql("""
                update app_user
                set role = :role,
                    password_hash = coalesce(:hash, password_hash),
                    disabled_at = case when :enabled then null else coalesce(disabled_at, :now) end
                where id = :id
                """)
                .param("id", id)
                .param("role", role.wireName())
                .param("enabled", enabled)
                .param("hash", passwordHash)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    /** Locks the rows of enabled administrators until the transaction ends, so that the last one cannot go twice at once. */
    List<Long> lockAdministrators() {
        return jdbc.sql("select id from app_user where role = 'admin' and disabled_at is null order by id for update")
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
                new User(row.getLong("id"), row.getString("name"), Role.parse(row.getString("role"))),
                row.getString("password_hash"),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.readNullable(row, "disabled_at"));
    }
}
