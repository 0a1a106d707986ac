package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.DatabaseTime;
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

    private final JdbcClient jdbc;
    private final Clock clock;

    ApiTokens(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A token without its secret. */
    record ApiToken(
            long id,
            String user,
            String name,
            String prefix,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    private record Holder(
            long tokenId,
            byte[] sha256,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            User user) {}

    ApiToken insert(User user, String name, SecretToken token, @Nullable Instant expiresAt) {
        return jdbc.sql("""
                insert into api_token (user_id, name, prefix, sha256, created_at, expires_at)
                values (:user, :name, :prefix, :sha256, :now, :expires)
                returning *, :userName as user_name
                """)
                .param("user", user.id())
                .param("userName", user.name())
                .param("name", name)
                .param("prefix", token.shown())
                .param("sha256", token.sha256())
                .param("now", DatabaseTime.of(clock.instant()))
                .param("expires", DatabaseTime.ofNullable(expiresAt))
                .query(ApiTokens::token)
                .single();
    }

    /** The user a token stands for, unless it has expired or was revoked, or the user is disabled. */
    Optional<User> authenticate(SecretToken token) {
        Instant now = clock.instant();
        Optional<Holder> holder = jdbc.sql("""
                select t.id as token_id, t.sha256, t.expires_at, t.last_used_at, u.id, u.name, u.role
                from api_token t join app_user u on u.id = t.user_id
                where t.sha256 = :sha256 and t.revoked_at is null and u.disabled_at is null
                """)
                .param("sha256", token.sha256())
                .query(ApiTokens::holder)
                .optional()
                .filter(found -> token.hasHash(found.sha256()))
                .filter(found -> found.expiresAt() == null || now.isBefore(found.expiresAt()));
        holder.ifPresent(found -> noteUse(found, now));
        return holder.map(Holder::user);
    }

    /** @param user null for the tokens of all users */
    List<ApiToken> list(@Nullable User user) {
        return jdbc.sql("""
                select t.*, u.name as user_name
                from api_token t join app_user u on u.id = t.user_id
                where t.revoked_at is null and (:all or t.user_id = :user)
                order by t.id
                """)
                .param("all", user == null)
                .param("user", user == null ? 0L : user.id())
                .query(ApiTokens::token)
                .list();
    }

    Optional<ApiToken> revoke(long id) {
        return jdbc.sql("""
                update api_token t set revoked_at = :now
                from app_user u
                where u.id = t.user_id and t.id = :id and t.revoked_at is null
                returning t.*, u.name as user_name
                """)
                .param("id", id)
                .param("now", DatabaseTime.of(clock.instant()))
                .query(ApiTokens::token)
                .optional();
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
                DatabaseTime.readNullable(row, "expires_at"),
                DatabaseTime.readNullable(row, "last_used_at"),
                new User(row.getLong("id"), row.getString("name"), Role.parse(row.getString("role"))));
    }

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getString("user_name"),
                row.getString("name"),
                row.getString("prefix"),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.readNullable(row, "expires_at"),
                DatabaseTime.readNullable(row, "last_used_at"));
    }
}
