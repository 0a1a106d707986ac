package io.zonekeeper.orchestrator.config;

import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.Masking;
import io.zonekeeper.common.result.Span;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.WireException;
import io.zonekeeper.orchestrator.access.Scope;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** The versions the consumer has stored. */
@Repository
public class ConfigVersions {

    private static final String COLUMNS = """
            select v.id, v.device_id, v.task_id, v.collected_at, v.stored_at, v.is_binary, v.size, v.sha256,
                   v.lines_added, v.lines_removed, coalesce(s.current_version_id = v.id, false) as current
            from config_version v
            join device d on d.id = v.device_id
            left join device_state s on s.device_id = v.device_id
            """;

    private final JdbcClient jdbc;

    ConfigVersions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<ConfigVersion> find(Scope scope, long id) {
        return jdbc.sql(COLUMNS + "where v.id = :id and " + scope.over("d.group_id"))
                .param("id", id)
                .query((row, _) -> version(row))
                .optional();
    }

    /** Whether there is or was such a device, as its versions stay. */
    public boolean hasDevice(Scope scope, long deviceId) {
        return jdbc.sql("select exists (select from device d where d.id = :id and %s)"
                        .formatted(scope.over("d.group_id")))
                .param("id", deviceId)
                .query(Boolean.class)
                .single();
    }

    /** Newest first by the time of collection; {@code after} is the last version of the page before, or empty. */
    public List<ConfigVersion> ofDevice(Scope scope, long deviceId, Optional<ConfigVersion> after, int limit) {
        return jdbc.sql(COLUMNS + """
                                where v.device_id = :device
                                  and (v.collected_at, v.id) < (:collectedAt, :id)
                                  and %s
                                order by v.collected_at desc, v.id desc
                                limit :limit
                                """.formatted(scope.over("d.group_id")))
                .param("device", deviceId)
                .param(
                        "collectedAt",
                        after.map(version -> version.collectedAt().atOffset(ZoneOffset.UTC))
                                .orElse(OffsetDateTime.parse("9999-12-31T00:00:00Z")))
                .param("id", after.map(ConfigVersion::id).orElse(Long.MAX_VALUE))
                .param("limit", limit)
                .query((row, _) -> version(row))
                .list();
    }

    /** The version stored before this one for the same device, by the time of collection. */
    public Optional<ConfigVersion> before(Scope scope, ConfigVersion version) {
        return ofDevice(scope, version.deviceId(), Optional.of(version), 1).stream()
                .findFirst();
    }

    /** The bytes as the device gave them, secrets and all. */
    public Optional<byte[]> raw(Scope scope, long id) {
        return jdbc.sql("""
                        select v.encoding, v.content, v.size, v.sha256
                        from config_version v join device d on d.id = v.device_id
                        where v.id = :id and %s
                        """.formatted(scope.over("d.group_id")))
                .param("id", id)
                .query((row, _) -> content(row))
                .optional()
                .map(content -> decoded(id, content));
    }

    /** The bytes with each secret replaced by its keyed hash. */
    public Optional<byte[]> masked(Scope scope, long id) {
        return jdbc.sql("""
                        select v.encoding, v.content, v.size, v.sha256, v.secret_spans, (select key from masking_key) as masking_key
                        from config_version v join device d on d.id = v.device_id
                        where v.id = :id and %s
                        """.formatted(scope.over("d.group_id")))
                .param("id", id)
                .query((row, _) -> Masking.mask(
                        decoded(id, content(row)), spans(row.getString("secret_spans")), row.getBytes("masking_key")))
                .optional();
    }

    /** The lines as {@link #masked} has them, compared without their volatile parts. */
    Optional<ComparedText> withoutNoise(Scope scope, long id) {
        return jdbc.sql("""
                        select v.encoding, v.content, v.size, v.sha256, v.secret_spans, v.volatile_spans,
                            (select key from masking_key) as masking_key
                        from config_version v join device d on d.id = v.device_id
                        where v.id = :id and %s
                        """.formatted(scope.over("d.group_id")))
                .param("id", id)
                .query((row, _) -> ComparedText.withoutNoise(
                        decoded(id, content(row)),
                        spans(row.getString("secret_spans")),
                        spans(row.getString("volatile_spans")),
                        row.getBytes("masking_key")))
                .optional();
    }

    private static byte[] decoded(long id, Content content) {
        try {
            return content.decode();
        } catch (WireException e) {
            throw new IllegalStateException("Version %d is damaged: %s".formatted(id, e.getMessage()), e);
        }
    }

    private static Content content(ResultSet row) throws SQLException {
        return new Content(
                row.getString("encoding"), row.getBytes("content"), row.getInt("size"), row.getString("sha256"));
    }

    private static List<Span> spans(String json) {
        return Json.MAPPER.readValue(json.getBytes(StandardCharsets.UTF_8), new TypeReference<List<Span>>() {});
    }

    private static ConfigVersion version(ResultSet row) throws SQLException {
        return new ConfigVersion(
                row.getLong("id"),
                row.getLong("device_id"),
                row.getObject("task_id", UUID.class),
                row.getObject("collected_at", OffsetDateTime.class).toInstant(),
                row.getObject("stored_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("is_binary"),
                row.getInt("size"),
                row.getString("sha256"),
                row.getObject("lines_added", Integer.class),
                row.getObject("lines_removed", Integer.class),
                row.getBoolean("current"));
    }
}
