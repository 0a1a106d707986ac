package io.zonekeeper.orchestrator.config;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Current configurations as one ZIP file, each as {@code group/device.txt}, written while they are read: one configuration at a
 * time is in memory. Thread-safe.
 */
@Service
class ConfigArchive {

    private static final int MOST_NAMED = 10_000;

    private final JdbcClient jdbc;
    private final ConfigVersions versions;
    private final Audit audit;

    ConfigArchive(JdbcClient jdbc, ConfigVersions versions, Audit audit) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.audit = audit;
    }

    /**
     * Which devices; those of a group if one is named, these if ids are, else all.
     *
     * @param deviceIds empty for no choice by id
     */
    record Selection(@Nullable String group, List<Long> deviceIds) {

        Selection {
            deviceIds = List.copyOf(deviceIds);
            if (deviceIds.size() > MOST_NAMED) {
                throw Problem.invalid(new FieldError(
                        "device_ids",
                        deviceIds.size(),
                        "device_ids has %d entries: use at most %d, or a group."
                                .formatted(deviceIds.size(), MOST_NAMED)));
            }
        }

        /** @param ids with commas between them, as in an address; may be null */
        static Selection of(@Nullable String group, @Nullable String ids) {
            try {
                return new Selection(
                        group == null || group.isBlank() ? null : group,
                        ids == null || ids.isBlank()
                                ? List.of()
                                : Arrays.stream(ids.split(","))
                                        .map(id -> Long.valueOf(id.strip()))
                                        .toList());
            } catch (NumberFormatException e) {
                throw Problem.invalid(new FieldError(
                        "device_ids",
                        ids,
                        "device_ids is \"%s\": use ids of devices with commas between them.".formatted(ids)));
            }
        }

        /** As in {@code dmz} or {@code 3-devices}, for the name of the file. */
        String word() {
            if (!deviceIds.isEmpty()) {
                return deviceIds.size() + "-devices";
            }
            return group == null ? "all" : group;
        }
    }

    /** A file of the archive. */
    record Entry(long versionId, String group, String device, Instant collectedAt) {}

    /** What {@link #write} may write; made before anything is sent, so that refusals are answers. */
    record Prepared(List<Entry> entries, boolean secrets) {

        Prepared {
            entries = List.copyOf(entries);
        }
    }

    /** @throws Problem 404 if the selection has no configuration */
    Prepared masked(Scope scope, Selection selection) {
        return new Prepared(entries(scope, selection), false);
    }

    /**
     * With secrets in clear; audited with every version the archive holds.
     *
     * @throws Problem 403 if the user or the token may not see secrets, 404 if the selection has no configuration
     */
    Prepared revealed(User who, Selection selection) {
        who.requireSecrets();
        List<Entry> entries = entries(who.scope(), selection);
        audit.record(
                who.name(),
                "config.reveal",
                "archive " + selection.word(),
                "%d versions: %s"
                        .formatted(
                                entries.size(),
                                entries.stream()
                                        .map(entry -> Long.toString(entry.versionId()))
                                        .collect(Collectors.joining(", "))));
        return new Prepared(entries, true);
    }

    /** Does not close the stream. */
    void write(Scope scope, Prepared prepared, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Entry entry : prepared.entries()) {
            ZipEntry file = new ZipEntry("%s/%s.txt".formatted(entry.group(), entry.device()));
            file.setTimeLocal(entry.collectedAt().atOffset(ZoneOffset.UTC).toLocalDateTime());
            zip.putNextEntry(file);
            zip.write(
                    prepared.secrets()
                            ? versions.raw(scope, entry.versionId()).orElseThrow()
                            : versions.masked(scope, entry.versionId()).orElseThrow());
            zip.closeEntry();
        }
        zip.finish();
    }

    private List<Entry> entries(Scope scope, Selection selection) {
        List<Entry> entries = jdbc.sql("""
                select v.id, g.name as group_name, d.name, v.collected_at
                from device_state s
                join config_version v on v.id = s.current_version_id
                join device d on d.id = s.device_id and d.deleted_at is null
                join collector_group g on g.id = d.group_id
                where %s and (:group = '' or g.name = :group) and (:every or d.id = any(:devices))
                order by g.name, lower(d.name)
                """.formatted(scope.over("d.group_id")))
                .param("group", selection.group() == null ? "" : selection.group())
                .param("every", selection.deviceIds().isEmpty())
                .param("devices", selection.deviceIds().toArray(Long[]::new))
                .query((row, _) -> new Entry(
                        row.getLong("id"),
                        row.getString("group_name"),
                        row.getString("name"),
                        DatabaseTime.read(row, "collected_at")))
                .list();
        if (entries.isEmpty()) {
            throw Problem.notFound("A stored configuration of this selection");
        }
        return entries;
    }
}
