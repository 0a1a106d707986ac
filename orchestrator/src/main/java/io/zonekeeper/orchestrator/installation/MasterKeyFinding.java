package io.zonekeeper.orchestrator.installation;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import io.zonekeeper.orchestrator.credential.MasterKey;
import io.zonekeeper.orchestrator.credential.MasterKeyRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Whether there is a master key, and whether it opens the credentials of the database. */
final class MasterKeyFinding {

    static final String NAME = "Master key";
    private static final String MAKE_ONE =
            "Make one with \"openssl rand -base64 32\", keep it, and give it as %s or as the file %s_FILE."
                    .formatted(OrchestratorSettings.MASTER_KEY.name(), OrchestratorSettings.MASTER_KEY.name());

    private final Environment environment;
    private final Clock clock;

    MasterKeyFinding(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    Finding look() {
        MasterKey key;
        try {
            if (environment.find(OrchestratorSettings.MASTER_KEY).isEmpty()) {
                return Finding.failed(NAME, "There is no master key to seal credentials under.", MAKE_ONE);
            }
            key = MasterKey.read(environment);
        } catch (SettingException e) {
            return Finding.failed(NAME, String.valueOf(e.getMessage()), MAKE_ONE);
        }
        try (Connection connection = DatabaseCheck.connect(environment)) {
            if (!DatabaseCheck.hasTables(connection)) {
                return Finding.ok(NAME, "There is a master key, and nothing is sealed yet.");
            }
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            Optional<String> refusal = new MasterKeyRecord(jdbc, clock).refusal(key);
            return refusal.map(sentence -> Finding.failed(
                            NAME, sentence, "Find the key again: without it the credentials have to be entered anew."))
                    .orElseGet(() -> Finding.ok(NAME, "The master key opens what is sealed."));
        } catch (SQLException e) {
            return Finding.warning(
                    NAME,
                    "There is a master key; whether it is the right one cannot be seen without PostgreSQL.",
                    "See to PostgreSQL first.");
        }
    }
}
