package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.seal.SealException;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Seals all credentials anew under another master key, in one transaction: whenever it is interrupted, either the old key opens all
 * of them or the new one does. Thread-safe.
 */
@Component
public class MasterKeyRotation {

    private final JdbcClient jdbc;
    private final MasterKeyRecord noted;
    private final Audit audit;
    private final Clock clock;

    MasterKeyRotation(JdbcClient jdbc, MasterKeyRecord noted, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.noted = noted;
        this.audit = audit;
        this.clock = clock;
    }

    /** What a rotation found and did. */
    public sealed interface Outcome {

        record Rotated(int credentials) implements Outcome {}

        /** The new key is the one in use: an earlier rotation had gone through. */
        record WasDone() implements Outcome {}
    }

    private record Row(long id, String name, int version, byte[] sealed) {}

    /** @throws SettingException if {@code from} is not the key in use; nothing is changed then */
    @Transactional
    public Outcome rotate(MasterKey from, MasterKey to) {
        jdbc.sql("lock table credential in share row exclusive mode").update();
        if (isNoted(to)) {
            return new Outcome.WasDone();
        }
        noted.refusal(from).ifPresent(sentence -> {
            throw new SettingException(sentence);
        });
        List<Row> rows = jdbc.sql("select id, name, version, sealed from credential order by id")
                .query((row, _) -> new Row(
                        row.getLong("id"), row.getString("name"), row.getInt("version"), row.getBytes("sealed")))
                .list();
        CredentialSeal before = new CredentialSeal(from);
        CredentialSeal after = new CredentialSeal(to);
        rows.forEach(row -> reseal(row, before, after));
        note(to);
        audit.record(
                Audit.SYSTEM, "master_key.rotate", "master key", "%d credentials sealed anew".formatted(rows.size()));
        return new Outcome.Rotated(rows.size());
    }

    private void reseal(Row row, CredentialSeal before, CredentialSeal after) {
        try {
            CredentialSeal.Secrets secrets = before.open(row.id(), row.version(), row.sealed());
            jdbc.sql("update credential set sealed = :sealed where id = :id")
                    .param("id", row.id())
                    .param("sealed", after.seal(row.id(), row.version(), secrets))
                    .update();
        } catch (SealException e) {
            throw new SettingException(
                    "Credential \"%s\" cannot be opened (%s), so nothing is changed: give it its secrets anew, or delete it, and rotate then."
                            .formatted(row.name(), e.getMessage()),
                    e);
        }
    }

    /** Waits for whoever seals under the key at this moment. */
    private boolean isNoted(MasterKey key) {
        return jdbc.sql("select fingerprint from master_key for update")
                .query(byte[].class)
                .optional()
                .filter(fingerprint -> MessageDigest.isEqual(fingerprint, key.fingerprint()))
                .isPresent();
    }

    private void note(MasterKey key) {
        jdbc.sql("""
                insert into master_key (fingerprint, since) values (:fingerprint, :now)
                on conflict (singleton) do update set fingerprint = excluded.fingerprint, since = excluded.since
                """)
                .param("fingerprint", key.fingerprint())
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }
}
