package io.zonekeeper.orchestrator.device;

import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** The table device, with the group, the credential and the state of each. Deleted devices are not found. Thread-safe. */
@Component
public class Devices {

    private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};

    /** What {@link #device} reads. */
    static final String COLUMNS = """
            d.*, g.name as group_name, c.name as credential_name,
                s.last_status, s.last_failure, s.last_attempt_at, s.last_success_at, s.last_changed_at,
                s.current_version_id, coalesce(s.failures_in_a_row, 0) as failures_in_a_row
            """;

    /** Where it stands; device is d, group g, credential c, state s. */
    static final String FROM = """
            from device d
            join collector_group g on g.id = d.group_id
            left join credential c on c.id = d.credential_id
            left join device_state s on s.device_id = d.id
            where d.deleted_at is null
            """;

    private static final String SELECT = "select " + COLUMNS + FROM;

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

    /** Those of these ids there are, by id. */
    public List<Device> findAll(Scope scope, Collection<Long> ids) {
        return jdbc.sql(SELECT + "and d.id = any(:ids) and " + scope.over("d.group_id") + " order by d.id")
                .param("ids", ids.toArray(Long[]::new))
                .query(Devices::device)
                .list();
    }

    /** Every device, by id. */
    public List<Device> all(Scope scope) {
        return jdbc.sql(SELECT + "and " + scope.over("d.group_id") + " order by d.id")
                .query(Devices::device)
                .list();
    }

    /** Keeps everybody else from changing devices until the transaction ends; jobs and outcomes are written all the same. */
    public void lockAll() {
        jdbc.sql("lock table device in share row exclusive mode").update();
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
                insert into device (group_id, name, address, port, platform, credential_id, enabled, tags, parameters,
                    limit_seconds, max_bytes, created_at, updated_at)
                values (:group, :name, :address, :port, :platform, :credential, :enabled, :tags, :parameters::jsonb,
                    :limit, :maxBytes, :now, :now)
                returning id
                """).params(parameters(device)).query(Long.class).single();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the group has that name or address already */
    void update(long id, CheckedDevice device) {
        jdbc.sql("""
                update device
                set group_id = :group, name = :name, address = :address, port = :port, platform = :platform,
                    credential_id = :credential, enabled = :enabled, tags = :tags, parameters = :parameters::jsonb,
                    limit_seconds = :limit, max_bytes = :maxBytes, updated_at = :now
                where id = :id
                """).params(parameters(device)).param("id", id).update();
    }

    /**
     * Inserts all by one statement.
     *
     * @param source what they come from; null for nothing but a hand
     * @return their ids, in the order given
     * @throws org.springframework.dao.DuplicateKeyException if a group has one of the names or addresses already
     */
    public List<Long> insertAll(List<CheckedDevice> devices, @Nullable String source) {
        return jdbc.sql("""
                insert into device (group_id, name, address, port, platform, credential_id, enabled, tags, parameters,
                    limit_seconds, max_bytes, created_at, updated_at, source)
                select group_id, name, address, port, platform, credential_id, enabled, string_to_array(tags, ' '), parameters,
                    limit_seconds, max_bytes, :now, :now, :source
                from unnest(:groups::bigint[], :names::text[], :addresses::text[], :ports::int[], :platforms::text[],
                        :credentials::bigint[], :enabled::boolean[], :tags::text[], :parameters::jsonb[], :limits::int[],
                        :maxBytes::bigint[])
                    with ordinality as t (group_id, name, address, port, platform, credential_id, enabled, tags, parameters,
                        limit_seconds, max_bytes, number)
                order by number
                returning id
                """)
                .params(DeviceArrays.of(devices))
                .param("now", DatabaseTime.of(clock.instant()))
                .param("source", source)
                .query(Long.class)
                .list();
    }

    /**
     * Updates all by one statement, also where two exchange their names or addresses: those whose identity changes are out of the
     * unique indexes for a moment, inside the transaction, which has to be there.
     *
     * @throws org.springframework.dao.DuplicateKeyException if a group has one of the names or addresses already
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void updateAll(SortedMap<Long, CheckedDevice> devices) {
        Map<String, Object> arrays = DeviceArrays.of(List.copyOf(devices.values()));
        Long[] ids = devices.keySet().toArray(Long[]::new);
        jdbc.sql("""
                update device d set deleted_at = :now
                from unnest(:ids::bigint[], :groups::bigint[], :names::text[], :addresses::text[], :ports::int[])
                    as t (id, group_id, name, address, port)
                where d.id = t.id and d.deleted_at is null
                and (d.group_id, d.name, d.address, d.port) <> (t.group_id, t.name, t.address, t.port)
                """)
                .params(arrays)
                .param("ids", ids)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
        jdbc.sql("""
                update device d set group_id = t.group_id, name = t.name, address = t.address, port = t.port,
                    platform = t.platform, credential_id = t.credential_id, enabled = t.enabled,
                    tags = string_to_array(t.tags, ' '), parameters = t.parameters, limit_seconds = t.limit_seconds,
                    max_bytes = t.max_bytes, updated_at = :now, deleted_at = null
                from unnest(:ids::bigint[], :groups::bigint[], :names::text[], :addresses::text[], :ports::int[],
                        :platforms::text[], :credentials::bigint[], :enabled::boolean[], :tags::text[], :parameters::jsonb[],
                        :limits::int[], :maxBytes::bigint[])
                    as t (id, group_id, name, address, port, platform, credential_id, enabled, tags, parameters,
                        limit_seconds, max_bytes)
                where d.id = t.id
                """)
                .params(arrays)
                .param("ids", ids)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    /** Notes that these come from a source, which lists them. */
    public void markListed(Collection<Long> ids, String source) {
        jdbc.sql("update device set source = :source, source_gone_at = null where id = any(:ids)")
                .param("ids", ids.toArray(Long[]::new))
                .param("source", source)
                .update();
    }

    /** Notes that their source does not list these any more. */
    public void markGone(Collection<Long> ids) {
        jdbc.sql("update device set source_gone_at = :now where id = any(:ids) and source_gone_at is null")
                .param("ids", ids.toArray(Long[]::new))
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    void deleteAll(Collection<Long> ids) {
        jdbc.sql("update device set deleted_at = :now, updated_at = :now where id = any(:ids) and deleted_at is null")
                .param("ids", ids.toArray(Long[]::new))
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
        parameters.put("tags", device.tags().toArray(String[]::new));
        parameters.put("parameters", Json.MAPPER.writeValueAsString(device.parameters()));
        parameters.put("limit", device.limitSeconds());
        parameters.put("maxBytes", device.maxBytes());
        parameters.put("now", DatabaseTime.of(clock.instant()));
        return parameters;
    }

    static Device device(ResultSet row, int number) throws SQLException {
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
                List.of((String[]) row.getArray("tags").getArray()),
                row.getString("source"),
                DatabaseTime.readNullable(row, "source_gone_at"),
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
