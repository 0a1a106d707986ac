package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.StackException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Devices by the thousand: the credential by the API, the devices by SQL. */
final class Inventory {

    static final String USERNAME = "backup";
    static final String PASSWORD = "bench-Passw0rd";
    private static final String CREDENTIAL = "devices";

    private final Site site;

    Inventory(Site site) {
        this.site = site;
    }

    /** Devices without a device behind them, whose configuration of 20,000 bytes is another one at each visit. */
    void addNoop(String group, int first, int count) {
        insert("""
                insert into device (group_id, name, address, port, platform, parameters)
                select g.id, 'noop-' || n, '10.' || n / 65536 || '.' || n / 256 % 256 || '.' || n % 256, 0, 'noop',
                    '{"bytes": "20000", "change": "true"}'
                from collector_group g cross join generate_series(?, ?) n where g.name = ?
                """, first, first + count - 1, group);
    }

    /**
     * Fake devices, in the fleet and in the inventory.
     *
     * @param limitSeconds null: the default
     */
    void addFake(
            FleetProcess fleet,
            String group,
            String prefix,
            int count,
            long thinkMillis,
            @Nullable Integer limitSeconds) {
        if (site.database().number("select count(*) from credential") == 0) {
            site.api().post("/credentials", Map.of("name", CREDENTIAL, "username", USERNAME, "password", PASSWORD));
        }
        Map<String, Object> wanted = new HashMap<>(Map.of(
                "prefix", prefix + "-",
                "count", count,
                "platform", "cisco-ios",
                "username", USERNAME,
                "password", PASSWORD,
                "config_bytes", 20_000,
                "think_time_ms", thinkMillis));
        JsonNode made = fleet.post("/devices", wanted);
        try (Connection connection = site.database().connect();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into device (group_id, name, address, port, platform, credential_id, limit_seconds)
                        select g.id, ?, ?, ?, 'cisco-ios', c.id, ? from collector_group g cross join credential c where g.name = ?
                        """)) {
            connection.setAutoCommit(false);
            for (JsonNode device : made) {
                insert.setString(1, device.path("name").asString());
                insert.setString(2, device.path("address").asString());
                insert.setInt(3, device.path("port").asInt());
                insert.setObject(4, limitSeconds, Types.INTEGER);
                insert.setString(5, group);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new StackException("Devices cannot be added: " + e.getMessage(), e);
        }
        site.database().execute("analyze device");
    }

    private void insert(String sql, Object... parameters) {
        try (Connection connection = site.database().connect();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                insert.setObject(i + 1, parameters[i]);
            }
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new StackException("Devices cannot be added: " + e.getMessage(), e);
        }
        site.database().execute("analyze device");
    }
}
