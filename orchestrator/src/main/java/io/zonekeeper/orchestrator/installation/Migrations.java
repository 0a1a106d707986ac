package io.zonekeeper.orchestrator.installation;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** The schema of the database: the same migrations every process applies at its start. */
public final class Migrations {

    private final Flyway flyway;

    public Migrations(Environment environment) {
        this.flyway = Flyway.configure()
                .dataSource(
                        environment.get(SharedSettings.DATABASE_URL),
                        environment.get(SharedSettings.DATABASE_USER),
                        environment.get(SharedSettings.DATABASE_PASSWORD))
                .locations("classpath:db/migration")
                .load();
    }

    /**
     * Those still to be applied, as in {@code V4 quarantine replay}.
     *
     * @throws FlywayException if the database does not answer
     */
    public List<String> pending() {
        return Arrays.stream(flyway.info().pending()).map(Migrations::name).toList();
    }

    /**
     * Applies them, alone even if several processes try.
     *
     * @throws FlywayException if the database does not answer, or one of them fails
     */
    public int apply() {
        return flyway.migrate().migrationsExecuted;
    }

    private static String name(MigrationInfo migration) {
        return "V%s %s".formatted(migration.getVersion(), migration.getDescription());
    }
}
