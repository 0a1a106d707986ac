package io.zonekeeper.devenv.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database of its own for one chain. */
public final class OwnDatabase implements AutoCloseable {

    private final Services given;
    private final String name = "chain_" + UUID.randomUUID().toString().replace("-", "");

    private OwnDatabase(Services given) {
        this.given = given;
    }

    public static OwnDatabase create(Services given) throws SQLException {
        OwnDatabase database = new OwnDatabase(given);
        database.execute(given.databaseUrl(), "create database " + database.name);
        return database;
    }

    public String url() {
        return given.databaseUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    }

    /** Of a query for one number. */
    public long number(String query) throws SQLException {
        try (Connection connection = connect(url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        execute(given.databaseUrl(), "drop database if exists " + name + " with (force)");
    }

    public Connection connect() throws SQLException {
        return connect(url());
    }

    private void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, given.databaseUser(), given.databasePassword());
    }
}
