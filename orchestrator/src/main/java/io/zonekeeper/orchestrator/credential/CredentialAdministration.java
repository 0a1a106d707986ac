package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Problem;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Changes credentials, each change audited without its secrets. Thread-safe. */
@Component
public class CredentialAdministration {

    private final Credentials credentials;
    private final Audit audit;
    private final JsonMerge merge;

    CredentialAdministration(Credentials credentials, Audit audit, JsonMerge merge) {
        this.credentials = credentials;
        this.audit = audit;
        this.merge = merge;
    }

    /** What the audit shows of a credential. */
    private record State(
            String name,
            String username,
            int version,
            boolean hasPassword,
            boolean hasPrivateKey,
            boolean hasPassphrase,
            boolean hasEnableSecret) {

        static State of(Credential credential) {
            return new State(
                    credential.name(),
                    credential.username(),
                    credential.version(),
                    credential.hasPassword(),
                    credential.hasPrivateKey(),
                    credential.hasPassphrase(),
                    credential.hasEnableSecret());
        }
    }

    /** @throws Problem 409 if the name is taken, 422 if a field is not valid */
    @Transactional
    public Credential create(String who, CredentialForm form) {
        CredentialForm checked = form.checked();
        Credential created = insert(checked);
        audit.change(who, "credential.create", subject(created), null, State.of(created));
        return created;
    }

    /**
     * Changes the given fields; null takes a secret away. A pause stays until {@link #resume}.
     *
     * @throws Problem 404, 409 if the name is taken, 422 if a field is not valid
     */
    @Transactional
    public Credential change(String who, long id, ObjectNode change) {
        CredentialForm current = credentials.form(id).orElseThrow(() -> notFound(id));
        Credential before = credentials.find(id).orElseThrow(() -> notFound(id));
        CredentialForm checked =
                merge.apply(current, change, CredentialForm.class).checked();
        try {
            credentials.update(id, checked, before.version() + 1);
        } catch (DuplicateKeyException e) {
            throw taken(checked);
        }
        Credential after = credentials.find(id).orElseThrow(() -> notFound(id));
        audit.change(who, "credential.change", subject(before), State.of(before), State.of(after));
        return after;
    }

    /** Uses the credential again after refusals paused it. */
    @Transactional
    public Credential resume(String who, long id) {
        Credential before = credentials.find(id).orElseThrow(() -> notFound(id));
        credentials.resume(id);
        audit.record(who, "credential.resume", subject(before), "%d refusals".formatted(before.refusals()));
        return credentials.find(id).orElseThrow(() -> notFound(id));
    }

    /** @throws Problem 404, 409 while a device uses it */
    @Transactional
    public void delete(String who, long id) {
        Credential before = credentials.find(id).orElseThrow(() -> notFound(id));
        if (before.deviceCount() > 0) {
            throw Problem.conflict("Credential \"%s\" is used by %d devices: give them another one first."
                    .formatted(before.name(), before.deviceCount()));
        }
        credentials.delete(id);
        audit.change(who, "credential.delete", subject(before), State.of(before), null);
    }

    private Credential insert(CredentialForm form) {
        try {
            return credentials.insert(form);
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
