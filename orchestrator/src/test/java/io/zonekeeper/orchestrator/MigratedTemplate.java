package io.zonekeeper.orchestrator;

import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.services.TemplateDatabase;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.installation.Migrations;
import java.util.Map;

/** The database the fixtures copy, made when the first one needs it. */
final class MigratedTemplate {

    static final TemplateDatabase DATABASE = new TemplateDatabase(url -> new Migrations(new Environment(Map.of(
                    "ZONEKEEPER_DATABASE_URL", url,
                    "ZONEKEEPER_DATABASE_USER", Services.databaseUser(),
                    "ZONEKEEPER_DATABASE_PASSWORD", Services.databasePassword())))
            .apply());

    private MigratedTemplate() {}
}
