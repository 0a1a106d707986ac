package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.StackException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database of its own for one scenario: looked into to count, and filled where the API would take too long. */
final class Database implements AutoCloseable {

    private final Services given;
    private final String name = "bench_" + UUID.randomUUID().toString().replace("-", "");

    private Database(Services given) {
        this.given = given;
    }

    static Database create(Services given) {
        Database database = new Database(given);
        database.at(given.databaseUrl(), "create database " + database.name);
        return database;
    }

    String url() {
        return given.databaseUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), given.databaseUser(), given.databasePassword());
    }

    long number(String query, Object... parameters) {
        try (Connection connection = connect()) {
            return number(connection, query, parameters);
        } catch (SQLException e) {
            throw failed(query, e);
        }
    }

    static long number(Connection connection, String query, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    void execute(String sql) {
        at(url(), sql);
    }

    private void at(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, given.databaseUser(), given.databasePassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    private static StackException failed(String sql, SQLException e) {
        return new StackException("PostgreSQL refused \"%s\": %s".formatted(sql.strip(), e.getMessage()), e);
    }

    @Override
    public void close() {
        at(given.databaseUrl(), "drop database if exists " + name + " with (force)");
    }
}
