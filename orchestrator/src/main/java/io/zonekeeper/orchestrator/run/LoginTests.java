package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.credential.Credential;
import io.zonekeeper.orchestrator.credential.CredentialUse;
import io.zonekeeper.orchestrator.credential.Credentials;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tries a credential at devices that use it. Thread-safe. */
@Component
public class LoginTests {

    /** Enough to see a typing error, too few to lock an account that allows some. */
    static final int MOST_DEVICES = 3;

    private final JdbcClient jdbc;
    private final RunInserts inserts;
    private final Credentials credentials;
    private final CredentialUse use;
    private final Audit audit;

    LoginTests(JdbcClient jdbc, RunInserts inserts, Credentials credentials, CredentialUse use, Audit audit) {
        this.jdbc = jdbc;
        this.inserts = inserts;
        this.credentials = credentials;
        this.use = use;
        this.audit = audit;
    }

    /** The run and its jobs, one for each device. */
    public record Started(UUID runId, List<UUID> jobIds) {

        public Started {
            jobIds = List.copyOf(jobIds);
        }
    }

    /**
     * Logs in to devices with a credential, paused or not, and out again.
     *
     * @param deviceIds of devices that use it, at most three; null for the three that answered last, or one if it is paused
     * @throws Problem 404, 422 if no device uses it, or one of these does not
     */
    @Transactional
    public Started start(User who, long credentialId, @Nullable List<Long> deviceIds) {
        Credential credential = credentials
                .find(who.scope(), credentialId)
                .orElseThrow(() -> Problem.notFound("Credential " + credentialId));
        List<Long> chosen =
                deviceIds == null ? some(who.scope(), credential) : checked(who.scope(), credential, deviceIds);
        UUID run = inserts.loginTest(who.name(), chosen);
        audit.record(
                who.name(),
                "credential.login_test",
                "credential " + credential.name(),
                "%d devices, run %s".formatted(chosen.size(), run));
        return new Started(
                run,
                jdbc.sql("select id from job where run_id = :run order by device_id")
                        .param("run", run)
                        .query(UUID.class)
                        .list());
    }

    private List<Long> some(Scope scope, Credential credential) {
        List<Long> some = use.devices(scope, credential.id()).stream()
                .map(CredentialUse.UsedBy::id)
                .limit(credential.paused() == null ? MOST_DEVICES : 1)
                .toList();
        if (some.isEmpty()) {
            throw Problem.invalid(new FieldError(
                    "device_ids",
                    null,
                    "No device uses credential \"%s\": give it to one first.".formatted(credential.name())));
        }
        return some;
    }

    private List<Long> checked(Scope scope, Credential credential, List<Long> deviceIds) {
        List<Long> distinct = deviceIds.stream().distinct().toList();
        if (distinct.isEmpty() || distinct.size() > MOST_DEVICES) {
            throw Problem.invalid(new FieldError(
                    "device_ids",
                    distinct.size(),
                    "device_ids has %d entries: use 1 to %d, or leave it out."
                            .formatted(distinct.size(), MOST_DEVICES)));
        }
        List<Long> using = jdbc.sql("""
                select id from device where id in (:ids) and credential_id = :credential and deleted_at is null and %s
                """.formatted(scope.over("group_id")))
                .param("ids", distinct)
                .param("credential", credential.id())
                .query(Long.class)
                .list();
        distinct.stream().filter(id -> !using.contains(id)).findFirst().ifPresent(id -> {
            throw Problem.invalid(new FieldError(
                    "device_ids",
                    id,
                    "Device %d does not use credential \"%s\": name one that does.".formatted(id, credential.name())));
        });
        return using;
    }
}
