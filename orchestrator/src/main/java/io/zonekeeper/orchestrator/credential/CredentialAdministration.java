package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.group.CollectorGroup;
import io.zonekeeper.orchestrator.group.CollectorGroups;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Preconditions;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Changes credentials, each change audited without its secrets. Thread-safe. */
@Component
public class CredentialAdministration {

    private final Credentials credentials;
    private final CollectorGroups groups;
    private final Audit audit;
    private final JsonMerge merge;
    private final Preconditions preconditions;

    CredentialAdministration(
            Credentials credentials,
            CollectorGroups groups,
            Audit audit,
            JsonMerge merge,
            Preconditions preconditions) {
        this.credentials = credentials;
        this.groups = groups;
        this.audit = audit;
        this.merge = merge;
        this.preconditions = preconditions;
    }

    /** What the audit shows of a credential. */
    private record State(
            String name,
            String username,
            @Nullable GroupName group,
            int version,
            boolean hasPassword,
            boolean hasPrivateKey,
            boolean hasPassphrase,
            boolean hasEnableSecret) {

        static State of(Credential credential) {
            return new State(
                    credential.name(),
                    credential.username(),
                    credential.group(),
                    credential.version(),
                    credential.hasPassword(),
                    credential.hasPrivateKey(),
                    credential.hasPassphrase(),
                    credential.hasEnableSecret());
        }
    }

    /** @throws Problem 409 if the name is taken, 422 if a field is not valid */
    @Transactional
    public Credential create(User who, CredentialForm form) {
        CredentialForm checked = form.checked();
        Credential created = insert(who, checked, groupId(who, checked));
        audit.change(who.name(), "credential.create", subject(created), null, State.of(created));
        return created;
    }

    /**
     * Changes the given fields; null takes a secret away. A pause stays until {@link #resume}.
     *
     * @throws Problem 404, 409 if the name is taken, 422 if a field is not valid, 412 and 428 as {@link Preconditions}
     */
    @Transactional
    public Credential change(User who, long id, ObjectNode change) {
        return change(who, "credential.change", id, change);
    }

    /**
     * Replaces secrets by others and leaves those not given as they are, but for the passphrase, which goes with its key.
     *
     * @throws Problem 404, 422 if none is given or one is not valid
     */
    @Transactional
    public Credential rotate(User who, long id, NewSecrets secrets) {
        return change(who, "credential.rotate", id, secrets.change());
    }

    private Credential change(User who, String action, long id, ObjectNode change) {
        credentials.lock(id);
        CredentialForm current = credentials.form(who.scope(), id).orElseThrow(() -> notFound(id));
        Credential before = credentials.find(who.scope(), id).orElseThrow(() -> notFound(id));
        preconditions.check(before.editable());
        CredentialForm checked =
                merge.apply(current, change, CredentialForm.class).checked();
        Long groupId = groupId(who, checked);
        refuseOtherGroups(id, checked, groupId);
        try {
            credentials.update(
                    id,
                    checked,
                    groupId,
                    before.version() + 1,
                    !checked.secrets().equals(current.secrets()));
        } catch (DuplicateKeyException e) {
            throw taken(checked);
        }
        Credential after = credentials.find(who.scope(), id).orElseThrow(() -> notFound(id));
        audit.change(who.name(), action, subject(before), State.of(before), State.of(after));
        return after;
    }

    /** Uses the credential again after refusals paused it. */
    @Transactional
    public Credential resume(User who, long id) {
        Credential before = credentials.find(who.scope(), id).orElseThrow(() -> notFound(id));
        credentials.resume(id);
        audit.record(who.name(), "credential.resume", subject(before), "%d refusals".formatted(before.refusals()));
        return credentials.find(who.scope(), id).orElseThrow(() -> notFound(id));
    }

    /** @throws Problem 404, 409 while a device uses it, 412 as {@link Preconditions} */
    @Transactional
    public void delete(User who, long id) {
        Credential before = credentials.find(who.scope(), id).orElseThrow(() -> notFound(id));
        preconditions.check(before.editable());
        if (before.deviceCount() > 0) {
            throw Problem.conflict("Credential \"%s\" is used by %d devices: give them another one first."
                    .formatted(before.name(), before.deviceCount()));
        }
        credentials.delete(id);
        audit.change(who.name(), "credential.delete", subject(before), State.of(before), null);
    }

    private @Nullable Long groupId(User who, CredentialForm form) {
        String name = form.group();
        if (name == null) {
            if (who.scope().unlimited()) {
                return null;
            }
            throw Problem.invalid(new FieldError(
                    "group",
                    null,
                    "A credential for all groups is made by who sees them all: name one of your groups."));
        }
        return (GroupName.isValid(name)
                        ? groups.find(who.scope(), new GroupName(name))
                        : Optional.<CollectorGroup>empty())
                .map(CollectorGroup::id)
                .orElseThrow(() -> Problem.invalid(new FieldError(
                        "group",
                        name,
                        "There is no group \"%s\": use one that exists, or leave it out for all.".formatted(name))));
    }

    private void refuseOtherGroups(long id, CredentialForm form, @Nullable Long groupId) {
        if (groupId != null && credentials.isUsedOutside(id, groupId)) {
            throw Problem.conflict(
                    "Credential \"%s\" is used by devices of other groups than %s: give them another one first."
                            .formatted(form.name(), form.group()));
        }
    }

    private Credential insert(User who, CredentialForm form, @Nullable Long groupId) {
        try {
            return credentials
                    .find(who.scope(), credentials.insert(form, groupId))
                    .orElseThrow();
        } catch (DuplicateKeyException e) {
            throw taken(form);
        }
    }

    private static String subject(Credential credential) {
        return "credential " + credential.name();
    }

    private static Problem notFound(long id) {
        return Problem.notFound("Credential " + id);
    }

    private static Problem taken(CredentialForm form) {
        return Problem.conflict("A credential named \"%s\" exists: choose another name.".formatted(form.name()));
    }
}
