package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.stack.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Lets nobody write outcomes until it is closed: results pile up in Redis, and a consumer stands in the middle of a batch. */
final class HeldResults implements AutoCloseable {

    private final Connection connection;

    HeldResults(Services services) throws SQLException {
        connection = DriverManager.getConnection(
                services.databaseUrl(), services.databaseUser(), services.databasePassword());
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
