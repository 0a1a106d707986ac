package io.zonekeeper.orchestrator.installation;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SharedSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Whether PostgreSQL answers, is new enough, keeps what it acknowledges and has our tables. */
final class DatabaseCheck {

    static final String NAME = "PostgreSQL";
    private static final int OLDEST = 15;

    private final Environment environment;

    DatabaseCheck(Environment environment) {
        this.environment = environment;
    }

    Finding look() {
        String place = place();
        try (Connection connection = connect(environment)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                return Finding.failed(
                        NAME,
                        "PostgreSQL %d answers at %s, which is too old.".formatted(version, place),
                        "Upgrade it to %d or later.".formatted(OLDEST));
            }
            if (!hasTables(connection)) {
                return Finding.warning(
                        NAME,
                        "PostgreSQL %d answers at %s and has no tables of Zonekeeper yet.".formatted(version, place),
                        "Run the command migrate, or start the orchestrator, which does it by itself.");
            }
            if (text(connection, "show synchronous_commit").equals("off")) {
                return Finding.warning(
                        NAME,
                        "PostgreSQL %d answers at %s, but may lose the last commits when it crashes."
                                .formatted(version, place),
                        "Set synchronous_commit = on in postgresql.conf.");
            }
            return Finding.ok(NAME, "PostgreSQL %d answers at %s.".formatted(version, place));
        } catch (SQLException e) {
            return Finding.failed(
                    NAME, "PostgreSQL at %s cannot be used: %s.".formatted(place, Finding.reason(e)), fix(e));
        }
    }

    /** @throws SQLException if it does not answer within some seconds, or refuses */
    static Connection connect(Environment environment) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", environment.get(SharedSettings.DATABASE_USER));
        login.setProperty("password", environment.get(SharedSettings.DATABASE_PASSWORD));
        login.setProperty("connectTimeout", "3");
        login.setProperty("loginTimeout", "5");
        login.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(environment.get(SharedSettings.DATABASE_URL), login);
    }

    static boolean hasTables(Connection connection) throws SQLException {
        return text(connection, "select coalesce(to_regclass('master_key')::text, '')")
                .equals("master_key");
    }

    /** Without what stands behind the question mark, which may be a password. */
    private String place() {
        return environment
                .get(SharedSettings.DATABASE_URL)
                .replaceFirst("^jdbc:postgresql:(//)?", "")
                .replaceFirst("\\?.*$", "");
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String fix(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state.length() >= 2 ? state.substring(0, 2) : "") {
            case "28" ->
                "Check %s and %s."
                        .formatted(SharedSettings.DATABASE_USER.name(), SharedSettings.DATABASE_PASSWORD.name());
            case "3D" ->
                "Create the database, or name one that exists in %s.".formatted(SharedSettings.DATABASE_URL.name());
            default -> "Start it, and check %s and the way there.".formatted(SharedSettings.DATABASE_URL.name());
        };
    }
}
