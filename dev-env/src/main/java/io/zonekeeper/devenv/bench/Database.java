package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.OwnDatabase;
import io.zonekeeper.devenv.stack.Services;
import io.zonekeeper.devenv.stack.StackException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database of its own for one scenario: looked into to count, and filled where the API would take too long. One connection does
 * both, since to log in costs PostgreSQL more than most of what is asked here. Thread-safe.
 */
final class Database implements AutoCloseable {

    private final OwnDatabase own;
    private final Connection connection;

    private Database(OwnDatabase own) throws SQLException {
        this.own = own;
        this.connection = own.connect();
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

    synchronized long number(String query, Object... parameters) {
        try (PreparedStatement statement = prepare(query, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw failed(query, e);
        }
    }

    /** The first column of each row. */
    synchronized List<String> texts(String query, Object... parameters) {
        try (PreparedStatement statement = prepare(query, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw failed(query, e);
        }
    }

    private PreparedStatement prepare(String query, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    synchronized void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
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
        try (own;
                connection) {
            // Both are closed, the connection first.
        } catch (SQLException e) {
            throw failed("drop database", e);
        }
    }
}
