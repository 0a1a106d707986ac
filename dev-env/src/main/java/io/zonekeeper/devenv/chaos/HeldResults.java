package io.zonekeeper.devenv.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Lets nobody write outcomes until it is closed: results pile up in Redis, and a consumer stands in the middle of a batch. */
final class HeldResults implements AutoCloseable {

    private final Connection connection;

    HeldResults(Scene scene) throws SQLException {
        connection = scene.connect();
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("lock table outcome in share row exclusive mode");
        }
    }

    /** Also if PostgreSQL has died meanwhile. */
    @Override
    public void close() throws SQLException {
        if (connection.isValid(1)) {
            connection.rollback();
        }
        connection.close();
    }
}
