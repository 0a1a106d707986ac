package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes and revokes API tokens; administrators also those of others. Thread-safe. */
@Component
public class TokenAdministration {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LIFE_DAYS = 3650;

    private final ApiTokens tokens;
    private final Audit audit;
    private final Clock clock;

    TokenAdministration(ApiTokens tokens, Audit audit, Clock clock) {
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    /** A token as shown, without its secret; {@code prefix} is how it begins. */
    public record TokenView(
            long id,
            String user,
            String name,
            String prefix,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static TokenView of(ApiTokens.ApiToken token) {
            return new TokenView(
                    token.id(),
                    token.user(),
                    token.name(),
                    token.prefix(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    /** A token the one time it is shown; {@link #toString()} does not show it. */
    public record NewToken(long id, String name, @Nullable Instant expiresAt, String token) {

        @Override
        public String toString() {
            return "NewToken[%d, %s]".formatted(id, name);
        }
    }

    /**
     * @param expiresInDays null for a token that does not expire
     * @throws Problem 422 if a field is not valid
     */
    @Transactional
    public NewToken create(User user, @Nullable String name, @Nullable Integer expiresInDays) {
        FieldErrors errors = new FieldErrors();
        String line = errors.line("name", name, LONGEST_NAME);
        if (expiresInDays != null && (expiresInDays < 1 || expiresInDays > LONGEST_LIFE_DAYS)) {
            errors.add(
                    "expires_in_days",
                    expiresInDays,
                    "expires_in_days is %d: use 1 to %d, or leave it out.".formatted(expiresInDays, LONGEST_LIFE_DAYS));
        }
        errors.throwIfAny();
        SecretToken secret = SecretToken.next(ApiTokens.PREFIX);
        Instant expiresAt = expiresInDays == null ? null : clock.instant().plus(Duration.ofDays(expiresInDays));
        ApiTokens.ApiToken token = tokens.insert(user, line, secret, expiresAt);
        audit.record(user.name(), "token.create", subject(token), "");
        return new NewToken(token.id(), token.name(), token.expiresAt(), secret.text());
    }

    /** Those of the user, or of all users for an administrator. */
    public List<TokenView> list(User user) {
        return tokens.list(user.role() == Role.ADMIN ? null : user).stream()
                .map(TokenView::of)
                .toList();
    }

    /** @throws Problem 404 if the user sees no such token */
    @Transactional
    public void revoke(User user, long id) {
        ApiTokens.ApiToken revoked = tokens.revoke(id)
                .filter(token -> user.role() == Role.ADMIN || token.user().equals(user.name()))
                .orElseThrow(() -> Problem.notFound("Token " + id));
        audit.record(user.name(), "token.revoke", subject(revoked), "");
    }

    private static String subject(ApiTokens.ApiToken token) {
        return "token %d (%s) of %s".formatted(token.id(), token.name(), token.user());
    }
}
