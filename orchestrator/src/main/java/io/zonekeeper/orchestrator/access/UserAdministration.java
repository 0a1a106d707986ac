package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adds and changes users. Thread-safe. */
@Component
public class UserAdministration {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");

    private final Users users;
    private final Passwords passwords;
    private final Audit audit;

    UserAdministration(Users users, Passwords passwords, Audit audit) {
        this.users = users;
        this.passwords = passwords;
        this.audit = audit;
    }

    /** A user as shown. */
    public record UserView(long id, String name, Role role, Instant createdAt, boolean enabled) {

        static UserView of(Account account) {
            User user = account.user();
            return new UserView(user.id(), user.name(), user.role(), account.createdAt(), account.isEnabled());
        }
    }

    private record State(Role role, boolean enabled) {}

    public List<UserView> all() {
        return users.all().stream().map(UserView::of).toList();
    }

    /**
     * @param errors what is wrong with the form already
     * @throws Problem 409 if the name is taken, 422 if a field is not valid
     */
    @Transactional
    public User create(
            String who, @Nullable String name, @Nullable String password, @Nullable Role role, FieldErrors errors) {
        if (name == null || !NAME.matcher(name).matches()) {
            errors.add(
                    "username",
                    name,
                    "User name \"%s\" is not valid: use 1 to 63 letters, digits, dots, hyphens, underscores and @, beginning with a letter or digit."
                            .formatted(Objects.requireNonNullElse(name, "")));
        }
        passwords.check(password, errors);
        if (role == null) {
            errors.add("role", null, "role is missing: use viewer, operator or admin.");
        }
        errors.throwIfAny();
        String hash = passwords.hash(Objects.requireNonNull(password));
        User user = insert(Objects.requireNonNull(name), hash, Objects.requireNonNull(role));
        audit.change(who, "user.create", "user " + user.name(), null, new State(user.role(), true));
        return user;
    }

    /**
     * Changes what is not null. Sessions of the user end, so that it takes effect at once.
     *
     * @throws Problem 404, 409 if it would leave no administrator, 422 for a password that will not do
     */
    @Transactional
    public UserView change(
            String who, long id, @Nullable Role role, @Nullable Boolean enabled, @Nullable String password) {
        List<Long> administrators = users.lockAdministrators();
        Account account = users.find(id).orElseThrow(() -> Problem.notFound("User " + id));
        FieldErrors errors = new FieldErrors();
        if (password != null) {
            passwords.check(password, errors);
        }
        errors.throwIfAny();
        State before = new State(account.user().role(), account.isEnabled());
        State after = new State(role == null ? before.role() : role, enabled == null ? before.enabled() : enabled);
        boolean staysAdministrator = after.role() == Role.ADMIN && after.enabled();
        if (!staysAdministrator && administrators.equals(List.of(id))) {
            throw Problem.conflict("User %s is the last administrator: make another one first."
                    .formatted(account.user().name()));
        }
        users.update(id, after.role(), after.enabled(), password == null ? null : passwords.hash(password));
        users.endSessions(account.user().name());
        audit.change(who, "user.change", "user " + account.user().name(), before, after);
        if (password != null) {
            audit.record(who, "user.password", "user " + account.user().name(), "");
        }
        return UserView.of(users.find(id).orElseThrow());
    }

    private User insert(String name, String hash, Role role) {
        try {
            return users.insert(name, hash, role).user();
        } catch (DuplicateKeyException e) {
            throw Problem.conflict("User name \"%s\" is taken: choose another one.".formatted(name));
        }
    }
}
