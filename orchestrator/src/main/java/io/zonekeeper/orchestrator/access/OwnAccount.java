package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What users change about themselves. Thread-safe. */
@Component
public class OwnAccount {

    private final Users users;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Sessions sessions;
    private final Audit audit;
    private final Clock clock;

    OwnAccount(Users users, Passwords passwords, LoginThrottle throttle, Sessions sessions, Audit audit, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Both passwords as typed. {@link #toString()} shows neither. */
    public record PasswordForm(
            @Nullable String currentPassword, @Nullable String newPassword) {

        @Override
        public String toString() {
            return "PasswordForm[hidden]";
        }
    }

    /**
     * Changes the password and ends the user's other sessions. Guessing the current one is slowed down as at the login.
     *
     * @param address where the request came from
     * @param sessionId of the session that goes on; null if there is none
     * @throws Problem 409 while guessing is slowed down, 422 if the current password is wrong or the new one will not do
     */
    public void changePassword(User user, PasswordForm form, String address, @Nullable String sessionId) {
        FieldErrors errors = new FieldErrors();
        passwords.check("new_password", form.newPassword(), errors);
        errors.throwIfAny();
        Optional<Instant> blocked = throttle.blockedUntil(user.name(), address);
        if (blocked.isPresent()) {
            throw Problem.conflict("Too many wrong passwords: try again in %d seconds."
                    .formatted(Math.max(
                            1, Duration.between(clock.instant(), blocked.get()).toSeconds())));
        }
        Account account = users.find(user.id()).orElseThrow(() -> Problem.notFound("User " + user.name()));
        if (!passwords.matches(Objects.requireNonNullElse(form.currentPassword(), ""), account)) {
            throttle.failed(user.name(), address);
            errors.add("current_password", null, "The current password is wrong: type it again.");
            errors.throwIfAny();
        }
        throttle.succeeded(user.name(), address);
        users.update(
                user.id(),
                Rights.of(account.user()),
                account.isEnabled(),
                passwords.hash(Objects.requireNonNull(form.newPassword())));
        audit.record(user.name(), "user.password", "user " + user.name(), "by the user");
        sessions.endOthers(user, sessionId);
    }
}
