package io.zonekeeper.common.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database that is migrated once for all tests of this JVM, which copy it; it goes with the JVM. */
public final class TemplateDatabase {

    /** Makes the tables in the database of a JDBC URL. */
    public interface Migration {
        void apply(String url);
    }

    private final String name = "template_" + UUID.randomUUID().toString().replace("-", "");

    public TemplateDatabase(Migration migration) {
        execute("create database " + name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> execute("drop database " + name)));
        migration.apply(Services.databaseUrl(name));
        execute("alter database %s allow_connections false".formatted(name));
    }

    public String name() {
        return name;
    }

    /** Beside all databases of tests. */
    public static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        Services.databaseUrl(), Services.databaseUser(), Services.databasePassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql + " failed", e);
        }
    }
}
