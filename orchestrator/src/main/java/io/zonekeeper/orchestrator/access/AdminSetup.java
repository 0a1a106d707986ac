package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates the first administrator against a one-time token, which only who reads the file or the log of this process has.
 * Thread-safe.
 */
@Component
public class AdminSetup implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(AdminSetup.class);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SetupTokenFile file;
    private final Users users;
    private final UserAdministration administration;
    private final TokenAdministration tokens;

    AdminSetup(
            JdbcClient jdbc,
            Clock clock,
            SetupTokenFile file,
            Users users,
            UserAdministration administration,
            TokenAdministration tokens) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.file = file;
        this.users = users;
        this.administration = administration;
        this.tokens = tokens;
    }

    /** The administrator and an API token, which is not shown again. {@link #toString()} does not show it either. */
    public record Administrator(UserAdministration.UserView user, String token) {

        @Override
        public String toString() {
            return "Administrator[%s]".formatted(user);
        }
    }

    /** True while there is no user. */
    public boolean isOpen() {
        return users.none();
    }

    /** Makes the token known while there is no user: one that is known already stays good over a restart. */
    @Override
    public void afterSingletonsInstantiated() {
        if (!isOpen()) {
            return;
        }
        Optional<SecretToken> known = file.read().filter(this::isStored);
        SecretToken token = known.orElseGet(() -> SecretToken.next("setup_"));
        if (known.isEmpty()) {
            store(token);
            file.write(token);
        }
        log.info(
                "There is no user yet. Create the administrator with the one-time token {} (also in {}).",
                token.text(),
                file);
    }

    /**
     * @throws Problem 403 for a wrong token, 409 once there is a user, 422 for a name or password that will not do
     */
    @Transactional
    public Administrator setUp(@Nullable String token, @Nullable String username, @Nullable String password) {
        Optional<byte[]> stored = jdbc.sql("select sha256 from setup_token for update")
                .query(byte[].class)
                .optional();
        if (!isOpen()) {
            throw Problem.conflict("The set-up is done: log in as an administrator to add users.");
        }
        if (token == null || stored.isEmpty() || !new SecretToken(token.strip()).hasHash(stored.get())) {
            throw Problem.forbidden("The set-up token is wrong: it is in the file %s and in the orchestrator's log."
                    .formatted(file.name()));
        }
        UserAdministration.UserView admin =
                administration.create("set-up", new UserForm(username, password, Role.ADMIN, null, null, null));
        jdbc.sql("update setup_token set used_at = :now")
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
        String apiToken = tokens.create(
                        users.find(admin.id()).orElseThrow().user(), new TokenForm("set-up", null, null, null, null))
                .token();
        file.delete();
        return new Administrator(admin, apiToken);
    }

    private boolean isStored(SecretToken token) {
        return jdbc.sql("select sha256 from setup_token where used_at is null")
                .query(byte[].class)
                .optional()
                .filter(token::hasHash)
                .isPresent();
    }

    private void store(SecretToken token) {
        jdbc.sql("""
                insert into setup_token (sha256, created_at) values (:sha256, :now)
                on conflict (singleton) do update set sha256 = excluded.sha256, created_at = excluded.created_at, used_at = null
                """)
                .param("sha256", token.sha256())
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }
}
