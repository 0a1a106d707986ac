package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.seal.SealException;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import io.zonekeeper.orchestrator.web.Problem;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table master_key: which key the credentials of this database are sealed under. Thread-safe. */
@Component
public class MasterKeyRecord {

    private final JdbcClient jdbc;
    private final Clock clock;

    public MasterKeyRecord(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Sample(long id, String name, int version, byte[] sealed) {}

    /** Why credentials cannot be read with a key, as a sentence; empty if they can, or if there are none yet. */
    public Optional<String> refusal(MasterKey key) {
        Optional<Sample> newest = newestCredential();
        boolean fits = fingerprint()
                .map(stored -> MessageDigest.isEqual(stored, key.fingerprint()))
                .orElseGet(() -> newest.isEmpty() || opens(key, newest.get()));
        if (fits) {
            return Optional.empty();
        }
        return Optional.of("%s %s: start with the key this database was used with."
                .formatted(
                        OrchestratorSettings.MASTER_KEY.name(),
                        newest.map(sample -> "does not open credential \"%s\"".formatted(sample.name()))
                                .orElse("is another key than before")));
    }

    /** Notes the key where none is noted yet. */
    void note(MasterKey key) {
        jdbc.sql("insert into master_key (fingerprint, since) values (:fingerprint, :now) on conflict do nothing")
                .param("fingerprint", key.fingerprint())
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    /**
     * Holds the key until the transaction ends, before something is sealed under it.
     *
     * @throws Problem 503 if it has been changed since this process started
     */
    void hold(MasterKey key) {
        Optional<byte[]> noted = jdbc.sql("select fingerprint from master_key for share")
                .query(byte[].class)
                .optional();
        if (noted.isPresent() && !MessageDigest.isEqual(noted.get(), key.fingerprint())) {
            throw Problem.unavailable(
                    "The master key has been changed while this orchestrator was running: start it again with the new one.");
        }
    }

    private Optional<byte[]> fingerprint() {
        return jdbc.sql("select fingerprint from master_key")
                .query(byte[].class)
                .optional();
    }

    private Optional<Sample> newestCredential() {
        return jdbc.sql("select id, name, version, sealed from credential order by updated_at desc limit 1")
                .query((row, _) -> new Sample(
                        row.getLong("id"), row.getString("name"), row.getInt("version"), row.getBytes("sealed")))
                .optional();
    }

    private static boolean opens(MasterKey key, Sample sample) {
        try {
            new CredentialSeal(key).open(sample.id(), sample.version(), sample.sealed());
            return true;
        } catch (SealException e) {
            return false;
        }
    }
}
