package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The table device, with the group, the credential and the state of each. Deleted devices are not found. Thread-safe. */
@Component
public class Devices {

    /** Columns of the sort key: group, name in lower case. */
    public static final int SORT_KEY = 2;

    private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};

    private static final String SELECT = """
            select d.*, g.name as group_name, c.name as credential_name,
                s.last_status, s.last_failure, s.last_attempt_at, s.last_success_at, s.last_changed_at,
                s.current_version_id, coalesce(s.failures_in_a_row, 0) as failures_in_a_row
            from device d
            join collector_group g on g.id = d.group_id
            left join credential c on c.id = d.credential_id
            left join device_state s on s.device_id = d.id
            where d.deleted_at is null
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Devices(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public Optional<Device> find(Scope scope, long id) {
        return jdbc.sql(SELECT + "and d.id = :id and " + scope.over("d.group_id"))
                .param("id", id)
                .query(Devices::device)
                .optional();
    }

    /** Keeps others from changing the device until the transaction ends; does nothing if there is none. */
    void lock(long id) {
        jdbc.sql("select id from device where id = :id for update")
                .param("id", id)
                .query(Long.class)
                .optional();
    }

    /**
     * Devices by group and name.
     *
     * @param group null for all
     * @param text part of a name or an address in whatever case; null for all
     */
    public Page<Device> list(Scope scope, @Nullable GroupName group, @Nullable String text, PageRequest request) {
        List<String> after = request.after();
        List<Device> rows = jdbc.sql(SELECT + """
                and %s
                and (:group::text is null or g.name = :group)
                and (:text::text is null or position(lower(:text) in lower(d.name)) > 0 or position(lower(:text) in lower(d.address)) > 0)
                and (:first or (g.name, lower(d.name)) > (:afterGroup, :afterName))
                order by g.name, lower(d.name)
                limit :limit
                """.formatted(scope.over("d.group_id")))
                .param("group", group == null ? null : group.value())
                .param("text", text == null || text.isBlank() ? null : text.strip())
                .param("first", after.isEmpty())
                .param("afterGroup", after.isEmpty() ? "" : after.getFirst())
                .param("afterName", after.isEmpty() ? "" : after.getLast())
                .param("limit", request.fetch())
                .query(Devices::device)
                .list();
        return Page.of(
                rows,
                request,
                device -> List.of(device.group().value(), device.name().toLowerCase(Locale.ROOT)));
    }

    /** The credential a device has now, whoever sees it. */
    @Nullable Long credentialId(long id) {
        return jdbc.sql("select credential_id from device where id = :id")
                .param("id", id)
                .query((row, _) -> Optional.ofNullable(row.getObject("credential_id", Long.class)))
                .single()
                .orElse(null);
    }

    /** True if another device of the group has this name, in whatever case. */
    boolean isNameTaken(CheckedDevice device, long exceptId) {
        return jdbc.sql("""
                select exists (select from device
                    where group_id = :group and lower(name) = lower(:name) and deleted_at is null and id <> :id)
                """)
                .param("group", device.groupId())
                .param("name", device.name())
                .param("id", exceptId)
                .query(Boolean.class)
                .single();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the group has that name or address already */
    long insert(CheckedDevice device) {
        return jdbc.sql("""
                insert into device (group_id, name, address, port, platform, credential_id, enabled, parameters,
                    limit_seconds, max_bytes, created_at, updated_at)
                values (:group, :name, :address, :port, :platform, :credential, :enabled, :parameters::jsonb,
                    :limit, :maxBytes, :now, :now)
                returning id
                """).params(parameters(device)).query(Long.class).single();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the group has that name or address already */
    void update(long id, CheckedDevice device) {
        jdbc.sql("""
                update device
                set group_id = :group, name = :name, address = :address, port = :port, platform = :platform,
                    credential_id = :credential, enabled = :enabled, parameters = :parameters::jsonb,
                    limit_seconds = :limit, max_bytes = :maxBytes, updated_at = :now
                where id = :id
                """).params(parameters(device)).param("id", id).update();
    }

    void delete(long id) {
        jdbc.sql("update device set deleted_at = :now, updated_at = :now where id = :id and deleted_at is null")
                .param("id", id)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    private Map<String, @Nullable Object> parameters(CheckedDevice device) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("group", device.groupId());
        parameters.put("name", device.name());
        parameters.put("address", device.address());
        parameters.put("port", device.port());
        parameters.put("platform", device.platform());
        parameters.put("credential", device.credentialId());
        parameters.put("enabled", device.enabled());
        parameters.put("parameters", Json.MAPPER.writeValueAsString(device.parameters()));
        parameters.put("limit", device.limitSeconds());
        parameters.put("maxBytes", device.maxBytes());
        parameters.put("now", DatabaseTime.of(clock.instant()));
        return parameters;
    }

    private static Device device(ResultSet row, int number) throws SQLException {
        int port = row.getInt("port");
        return new Device(
                row.getLong("id"),
                new GroupName(row.getString("group_name")),
                row.getString("name"),
                row.getString("address"),
                port == 0 ? null : port,
                row.getString("platform"),
                row.getString("credential_name"),
                row.getBoolean("enabled"),
                Json.MAPPER.readValue(row.getString("parameters"), PARAMETERS),
                row.getObject("limit_seconds", Integer.class),
                row.getObject("max_bytes", Long.class),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.read(row, "updated_at"),
                new Device.State(
                        row.getString("last_status"),
                        row.getString("last_failure"),
                        DatabaseTime.readNullable(row, "last_attempt_at"),
                        DatabaseTime.readNullable(row, "last_success_at"),
                        DatabaseTime.readNullable(row, "last_changed_at"),
                        row.getObject("current_version_id", Long.class),
                        row.getInt("failures_in_a_row")));
    }
}
