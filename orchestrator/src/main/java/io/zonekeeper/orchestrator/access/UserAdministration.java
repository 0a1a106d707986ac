package io.zonekeeper.orchestrator.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.zonekeeper.orchestrator.web.Editable;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Preconditions;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Adds and changes users. Thread-safe. */
@Component
public class UserAdministration {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");

    private final Users users;
    private final Scopes scopes;
    private final Passwords passwords;
    private final Audit audit;
    private final JsonMerge merge;
    private final Preconditions preconditions;

    UserAdministration(
            Users users,
            Scopes scopes,
            Passwords passwords,
            Audit audit,
            JsonMerge merge,
            Preconditions preconditions) {
        this.users = users;
        this.scopes = scopes;
        this.passwords = passwords;
        this.audit = audit;
        this.merge = merge;
        this.preconditions = preconditions;
    }

    /**
     * A user as shown.
     *
     * @param groups null for all
     * @param seesSecrets whether secrets are shown to this user
     * @param secretsAllowed whether they would be, if the role allowed it
     */
    public record UserView(
            long id,
            String name,
            Role role,
            @Nullable List<String> groups,
            boolean seesSecrets,
            @JsonIgnore boolean secretsAllowed,
            Instant createdAt,
            boolean enabled)
            implements Editable {

        @Override
        public Object editable() {
            return new UserForm(name, null, role, groups, secretsAllowed, enabled);
        }

        static UserView of(Account account) {
            User user = account.user();
            return new UserView(
                    user.id(),
                    user.name(),
                    user.role(),
                    Scopes.names(user.scope()),
                    user.seesSecrets(),
                    user.secretsAllowed(),
                    account.createdAt(),
                    account.isEnabled());
        }
    }

    private record State(Role role, @Nullable List<String> groups, boolean seesSecrets, boolean enabled) {

        static State of(Rights rights, boolean enabled) {
            return new State(rights.role(), Scopes.names(rights.scope()), rights.secrets(), enabled);
        }
    }

    public List<UserView> all() {
        return users.all().stream().map(UserView::of).toList();
    }

    /** By name. */
    Page<UserView> list(PageRequest request) {
        return users.list(request).map(UserView::of);
    }

    /** @throws Problem 404 */
    public UserView get(long id) {
        return UserView.of(found(id));
    }

    /** @throws Problem 409 if the name is taken, 422 if a field is not valid */
    @Transactional
    public UserView create(String who, UserForm form) {
        FieldErrors errors = new FieldErrors();
        String name = form.username();
        if (name == null || !NAME.matcher(name).matches()) {
            errors.add(
                    "username",
                    name,
                    "User name \"%s\" is not valid: use 1 to 63 letters, digits, dots, hyphens, underscores and @, beginning with a letter or digit."
                            .formatted(Objects.requireNonNullElse(name, "")));
        }
        passwords.check(form.password(), errors);
        Rights rights = rights(form, errors);
        String hash = passwords.hash(Objects.requireNonNull(form.password()));
        Account account = insert(Objects.requireNonNull(name), hash, rights);
        audit.change(who, "user.create", "user " + name, null, State.of(rights, true));
        return UserView.of(account);
    }

    /**
     * Changes the given fields; null for {@code groups} takes the limit away. Sessions of the user end, so that it takes effect at
     * once.
     *
     * @throws Problem 404, 409 if it would leave no administrator of all groups, 422 if a field is not valid, 412 and 428 as
     *     {@link Preconditions}
     */
    @Transactional
    public UserView change(String who, long id, ObjectNode change) {
        List<Long> administrators = users.lockAdministrators();
        users.lock(id);
        Account account = found(id);
        preconditions.check(UserView.of(account).editable());
        String name = account.user().name();
        UserForm form = merge.apply(UserForm.of(account), change, UserForm.class);
        if (!name.equals(form.username())) {
            throw Problem.invalid(new FieldError(
                    "username",
                    form.username(),
                    "The name of user %s cannot be changed: leave it out.".formatted(name)));
        }
        FieldErrors errors = new FieldErrors();
        if (form.password() != null) {
            passwords.check(form.password(), errors);
        }
        Rights rights = rights(form, errors);
        boolean enabled = Objects.requireNonNullElse(form.enabled(), true);
        boolean staysAdministrator =
                rights.role() == Role.ADMIN && rights.scope().unlimited() && enabled;
        if (!staysAdministrator && administrators.equals(List.of(id))) {
            throw Problem.conflict(
                    "User %s is the last administrator of all groups: make another one first.".formatted(name));
        }
        users.update(id, rights, enabled, form.password() == null ? null : passwords.hash(form.password()));
        users.endSessions(name);
        audit.change(
                who,
                "user.change",
                "user " + name,
                State.of(Rights.of(account.user()), account.isEnabled()),
                State.of(rights, enabled));
        if (form.password() != null) {
            audit.record(who, "user.password", "user " + name, "");
        }
        return get(id);
    }

    /** @throws Problem 422 if something is wrong with the form, this or what was found before */
    private Rights rights(UserForm form, FieldErrors errors) {
        Scope scope = scopes.of(Scope.all(), form.groups(), errors);
        if (form.role() == null) {
            errors.add("role", null, "role is missing: use viewer, operator or admin.");
        }
        errors.throwIfAny();
        return new Rights(
                Objects.requireNonNull(form.role()), scope, Objects.requireNonNullElse(form.seesSecrets(), true));
    }

    private Account found(long id) {
        return users.find(id).orElseThrow(() -> Problem.notFound("User " + id));
    }

    private Account insert(String name, String hash, Rights rights) {
        try {
            return users.insert(name, hash, rights);
        } catch (DuplicateKeyException e) {
            throw Problem.conflict("User name \"%s\" is taken: choose another one.".formatted(name));
        }
    }
}
