package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.seal.SealException;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Refuses to start with another master key than the one the newest credential was sealed under. */
@Component
class MasterKeyCheck implements SmartInitializingSingleton {

    private final JdbcClient jdbc;
    private final CredentialSeal seal;

    MasterKeyCheck(JdbcClient jdbc, CredentialSeal seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    private record Sample(long id, String name, int version, byte[] sealed) {}

    @Override
    public void afterSingletonsInstantiated() {
        jdbc.sql("select id, name, version, sealed from credential order by updated_at desc limit 1")
                .query((row, _) -> new Sample(
                        row.getLong("id"), row.getString("name"), row.getInt("version"), row.getBytes("sealed")))
                .optional()
                .ifPresent(this::check);
    }

    private void check(Sample sample) {
        try {
            seal.open(sample.id(), sample.version(), sample.sealed());
        } catch (SealException e) {
            throw new SettingException(
                    "%s does not open credential \"%s\": start with the key this database was used with."
                            .formatted(OrchestratorSettings.MASTER_KEY.name(), sample.name()),
                    e);
        }
    }
}
