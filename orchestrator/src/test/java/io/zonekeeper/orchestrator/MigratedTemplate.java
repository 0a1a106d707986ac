package io.zonekeeper.orchestrator;

import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.installation.Migrations;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** A database that is migrated once for all tests of this JVM, which copy it. */
final class MigratedTemplate {

    private static final String NAME =
            "template_" + UUID.randomUUID().toString().replace("-", "");

    static {
        execute("create database " + NAME);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> execute("drop database " + NAME)));
        new Migrations(new Environment(Map.of(
                        "ZONEKEEPER_DATABASE_URL", Services.databaseUrl(NAME),
                        "ZONEKEEPER_DATABASE_USER", Services.databaseUser(),
                        "ZONEKEEPER_DATABASE_PASSWORD", Services.databasePassword())))
                .apply();
        execute("alter database %s allow_connections false".formatted(NAME));
    }

    static String name() {
        return NAME;
    }

    private static void execute(String sql) {
        try {
            OrchestratorFixture.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed", e);
        }
    }

    private MigratedTemplate() {}
}
