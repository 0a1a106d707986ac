package io.zonekeeper.consumer.git;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The right to write the Git history, held by one connection of one process at a time. */
final class WriterLock implements AutoCloseable {

    /** "zkgit" in ASCII; the number means nothing but itself. */
    private static final long KEY = 0x7a6b676974L;

    private static final int CHECK_TIMEOUT_S = 5;

    private final Connection connection;

    private WriterLock(Connection connection) {
        this.connection = connection;
    }

    /** Null if another process holds it. */
    static @Nullable WriterLock tryAcquire(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            if (call(connection, "select pg_try_advisory_lock(" + KEY + ")")) {
                return new WriterLock(connection);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.close();
        return null;
    }

    /** False once the connection is lost, and the lock with it. */
    boolean isHeld() throws SQLException {
        return connection.isValid(CHECK_TIMEOUT_S);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (connection.isValid(CHECK_TIMEOUT_S)) {
                boolean _ = call(connection, "select pg_advisory_unlock(" + KEY + ")");
            }
        }
    }

    private static boolean call(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
    }
}
