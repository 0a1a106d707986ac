package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table api_token. Thread-safe. */
@Component
class ApiTokens {

    static final String PREFIX = "zk_";

    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private static final String SELECT = "select t.*, u.name as user_name, " + Scopes.columns("t", "token") + """
            from api_token t join app_user u on u.id = t.user_id
            where t.revoked_at is null
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    ApiTokens(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * How far a token goes, within what its user may do.
     *
     * @param role null: as the user
     * @param scope all: as the user
     */
    record Limits(@Nullable Role role, Scope scope, boolean secrets) {}

    /** A token without its secret. */
    record ApiToken(
            long id,
            String user,
            String name,
            String prefix,
            Limits limits,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    private record Holder(
            long tokenId, byte[] sha256, @Nullable Instant lastUsedAt, User user) {}

    ApiToken insert(User user, String name, SecretToken token, Limits limits, @Nullable Instant expiresAt) {
        long id = jdbc.sql("""
                insert into api_token (user_id, name, prefix, sha256, role, group_ids, sees_secrets, created_at, expires_at)
                values (:user, :name, :prefix, :sha256, :role, :groups, :secrets, :now, :expires)
                returning id
                """)
                .param("user", user.id())
                .param("name", name)
                .param("prefix", token.shown())
                .param("sha256", token.sha256())
                .param("role", limits.role() == null ? null : limits.role().wireName())
                .param("groups", Scopes.ids(limits.scope()))
                .param("secrets", limits.secrets())
                .param("now", DatabaseTime.of(clock.instant()))
                .param("expires", DatabaseTime.ofNullable(expiresAt))
                .query(Long.class)
                .single();
        return find(id).orElseThrow();
    }

    /** The user as far as the token goes, unless it has expired or was revoked, or the user is disabled. */
    Optional<User> authenticate(SecretToken token) {
        Instant now = clock.instant();
        Optional<Holder> holder = jdbc.sql(
                        """
                select t.id as token_id, t.sha256, t.expires_at, t.last_used_at, u.id, u.name, u.role,
                    t.role as token_role, u.sees_secrets and t.sees_secrets as secrets,
                """ + Scopes.columns("u", "scope") + ", " + Scopes.columns("t", "token") + """
                from api_token t join app_user u on u.id = t.user_id
                where t.sha256 = :sha256 and t.revoked_at is null and u.disabled_at is null
                """)
                .param("sha256", token.sha256())
                .query(ApiTokens::holder)
                .optional()
                .filter(found -> token.hasHash(found.sha256()))
                .filter(found -> found.user().until() == null
                        || now.isBefore(found.user().until()));
        holder.ifPresent(found -> noteUse(found, now));
        return holder.map(Holder::user);
    }

    /**
     * The oldest first.
     *
     * @param user null for the tokens of all users
     */
    Page<ApiToken> list(@Nullable User user, PageRequest request) {
        List<ApiToken> rows = jdbc.sql(SELECT + """
                and (:all or t.user_id = :user) and t.id > :after
                order by t.id limit :limit
                """)
                .param("all", user == null)
                .param("user", user == null ? 0L : user.id())
                .param("after", request.after().isEmpty() ? 0L : request.afterId())
                .param("limit", request.fetch())
                .query(ApiTokens::token)
                .list();
        return Page.of(rows, request, token -> List.of(Long.toString(token.id())));
    }

    /** @param user null for the tokens of all users */
    List<ApiToken> list(@Nullable User user) {
        return jdbc.sql(SELECT + "and (:all or t.user_id = :user) order by lower(u.name), t.id")
                .param("all", user == null)
                .param("user", user == null ? 0L : user.id())
                .query(ApiTokens::token)
                .list();
    }

    Optional<ApiToken> find(long id) {
        return jdbc.sql(SELECT + "and t.id = :id")
                .param("id", id)
                .query(ApiTokens::token)
                .optional();
    }

    void revoke(long id) {
        jdbc.sql("update api_token set revoked_at = :now where id = :id and revoked_at is null")
                .param("id", id)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    private void noteUse(Holder holder, Instant now) {
        if (holder.lastUsedAt() != null && now.isBefore(holder.lastUsedAt().plus(USE_NOTED_EVERY))) {
            return;
        }
        jdbc.sql("update api_token set last_used_at = :now where id = :id")
                .param("id", holder.tokenId())
                .param("now", DatabaseTime.of(now))
                .update();
    }

    private static Holder holder(ResultSet row, int number) throws SQLException {
        return new Holder(
                row.getLong("token_id"),
                row.getBytes("sha256"),
                DatabaseTime.readNullable(row, "last_used_at"),
                user(row));
    }

    private static User user(ResultSet row) throws SQLException {
        Role role = Role.parse(row.getString("role"));
        String most = row.getString("token_role");
        return new User(
                row.getLong("id"),
                row.getString("name"),
                most == null ? role : role.atMost(Role.parse(most)),
                Scopes.read(row, "scope").within(Scopes.read(row, "token")),
                row.getBoolean("secrets"),
                DatabaseTime.readNullable(row, "expires_at"));
    }

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        String role = row.getString("role");
        return new ApiToken(
                row.getLong("id"),
                row.getString("user_name"),
                row.getString("name"),
                row.getString("prefix"),
                new Limits(
                        role == null ? null : Role.parse(role),
                        Scopes.read(row, "token"),
                        row.getBoolean("sees_secrets")),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.readNullable(row, "expires_at"),
                DatabaseTime.readNullable(row, "last_used_at"));
    }
}
