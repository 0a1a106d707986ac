package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes and revokes API tokens; administrators of all groups also revoke those of others. Thread-safe. */
@Component
public class TokenAdministration {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LIFE_DAYS = 3650;

    private final ApiTokens tokens;
    private final Users users;
    private final Scopes scopes;
    private final Audit audit;
    private final Clock clock;

    TokenAdministration(ApiTokens tokens, Users users, Scopes scopes, Audit audit, Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.scopes = scopes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A token as shown, without its secret; {@code prefix} is how it begins.
     *
     * @param role at most this one; null: as the user
     * @param groups at most these; null: as the user
     */
    public record TokenView(
            long id,
            String user,
            String name,
            String prefix,
            @Nullable Role role,
            @Nullable List<String> groups,
            boolean seesSecrets,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static TokenView of(ApiTokens.ApiToken token) {
            return new TokenView(
                    token.id(),
                    token.user(),
                    token.name(),
                    token.prefix(),
                    token.limits().role(),
                    Scopes.names(token.limits().scope()),
                    token.limits().secrets(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    private record State(
            @Nullable Role role,
            @Nullable List<String> groups,
            boolean seesSecrets,
            @Nullable Instant expiresAt) {

        static State of(ApiTokens.ApiToken token) {
            ApiTokens.Limits limits = token.limits();
            return new State(limits.role(), Scopes.names(limits.scope()), limits.secrets(), token.expiresAt());
        }
    }

    /** The one time a token is shown. {@link #toString()} does not show it. */
    public record NewToken(long id, String name, @Nullable Instant expiresAt, String token) {

        @Override
        public String toString() {
            return "NewToken[%d, %s]".formatted(id, name);
        }
    }

    /**
     * A token that may do what its user may, or less. One made with a token does not go further than that, nor live longer.
     *
     * @throws Problem 422 if a field is not valid
     */
    @Transactional
    public NewToken create(User user, TokenForm form) {
        FieldErrors errors = new FieldErrors();
        String name = errors.line("name", form.name(), LONGEST_NAME);
        Integer days = form.expiresInDays();
        if (days != null && (days < 1 || days > LONGEST_LIFE_DAYS)) {
            errors.add(
                    "expires_in_days",
                    days,
                    "expires_in_days is %d: use 1 to %d, or leave it out.".formatted(days, LONGEST_LIFE_DAYS));
        }
        ApiTokens.Limits limits = limits(user, form, errors);
        errors.throwIfAny();
        SecretToken secret = SecretToken.next(ApiTokens.PREFIX);
        ApiTokens.ApiToken token = tokens.insert(user, name, secret, limits, expiry(user, days));
        audit.change(user.name(), "token.create", subject(token), null, State.of(token));
        return new NewToken(token.id(), token.name(), token.expiresAt(), secret.text());
    }

    /** Those of the user, or of all users for an administrator of all groups. */
    public List<TokenView> list(User user) {
        return tokens.list(seesOthers(user) ? null : user).stream()
                .map(TokenView::of)
                .toList();
    }

    /** As {@link #list(User)}, the oldest first. */
    Page<TokenView> list(User user, PageRequest request) {
        return tokens.list(seesOthers(user) ? null : user, request).map(TokenView::of);
    }

    /** @throws Problem 404 if the user sees no such token */
    @Transactional
    public void revoke(User user, long id) {
        ApiTokens.ApiToken token = tokens.find(id)
                .filter(found -> seesOthers(user) || found.user().equals(user.name()))
                .orElseThrow(() -> Problem.notFound("Token " + id));
        tokens.revoke(id);
        audit.record(user.name(), "token.revoke", subject(token), "");
    }

    /** What is left out is as the user has it for as long as that lasts, unless this is itself a token that may do less. */
    private ApiTokens.Limits limits(User user, TokenForm form, FieldErrors errors) {
        boolean whole = users.find(user.id())
                .map(account -> Rights.of(account.user()).equals(Rights.of(user)))
                .orElse(false);
        Role role = form.role();
        if (role != null && !user.role().covers(role)) {
            errors.add(
                    "role",
                    role.wireName(),
                    "role is %s, and yours is %s: use that or a lower one."
                            .formatted(role.wireName(), user.role().wireName()));
        }
        Scope scope = form.groups() == null
                ? whole ? Scope.all() : user.scope()
                : scopes.of(user.scope(), form.groups(), errors);
        return new ApiTokens.Limits(
                role == null && !whole ? user.role() : role,
                scope,
                user.secretsAllowed() && Objects.requireNonNullElse(form.seesSecrets(), true));
    }

    private @Nullable Instant expiry(User user, @Nullable Integer days) {
        Instant wanted = days == null ? null : clock.instant().plus(Duration.ofDays(days));
        if (user.until() == null) {
            return wanted;
        }
        return wanted == null || wanted.isAfter(user.until()) ? user.until() : wanted;
    }

    private static boolean seesOthers(User user) {
        return user.role() == Role.ADMIN && user.scope().unlimited();
    }

    private static String subject(ApiTokens.ApiToken token) {
        return "token %d (%s) of %s".formatted(token.id(), token.name(), token.user());
    }
}
