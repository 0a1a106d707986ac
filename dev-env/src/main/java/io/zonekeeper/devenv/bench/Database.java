package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.OwnDatabase;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.StackException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of its own for one scenario: looked into to count, and filled where the API would take too long. */
final class Database implements AutoCloseable {

    private final OwnDatabase own;

    private Database(OwnDatabase own) {
        this.own = own;
    }

    static Database create(Services given) {
        try {
            return new Database(OwnDatabase.create(given));
        } catch (SQLException e) {
            throw failed("create database", e);
        }
    }

    String url() {
        return own.url();
    }

    Connection connect() throws SQLException {
        return own.connect();
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
        try (Connection connection = connect();
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
        try {
            own.close();
        } catch (SQLException e) {
            throw failed("drop database", e);
        }
    }
}
