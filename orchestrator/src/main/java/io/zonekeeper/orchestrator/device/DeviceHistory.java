package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.config.ConfigVersions;
import io.zonekeeper.orchestrator.live.LiveFragment;
import io.zonekeeper.orchestrator.page.Badge;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The live part of a device's page: how its backups went, and what is open. Thread-safe. */
@Component
class DeviceHistory implements LiveFragment {

    private static final int OUTCOMES = 8;
    private static final int VERSIONS = 8;

    private final JdbcClient jdbc;
    private final Devices devices;
    private final ConfigVersions versions;

    DeviceHistory(JdbcClient jdbc, Devices devices, ConfigVersions versions) {
        this.jdbc = jdbc;
        this.devices = devices;
        this.versions = versions;
    }

    /** What came of an attempt. */
    record Outcome(
            UUID jobId,
            String kind,
            String status,
            @Nullable String failure,
            @Nullable String detail,
            boolean changed,
            Instant collectedAt,
            long durationMs) {}

    @Override
    public String name() {
        return "device";
    }

    @Override
    public Optional<Shown> show(String key, Scope scope) {
        return key.matches("[0-9]{1,18}")
                ? devices.find(scope, Long.parseLong(key)).map(device -> new Shown("live/device", model(scope, device)))
                : Optional.empty();
    }

    Map<String, Object> model(Scope scope, Device device) {
        List<Outcome> outcomes = outcomes(device.id());
        Map<String, Object> model = new HashMap<>();
        model.put("device", device);
        model.put("badge", badge(device.enabled(), device.state().lastStatus()));
        model.put("outcomes", outcomes);
        model.put("open", openJobs(device.id()));
        model.put("versions", versions.ofDevice(scope, device.id(), Optional.empty(), VERSIONS));
        outcomes.stream()
                .filter(outcome -> !outcome.kind().startsWith("login"))
                .findFirst()
                .ifPresent(last -> model.put("last", last));
        return model;
    }

    static Badge badge(boolean enabled, @Nullable String lastStatus) {
        if (!enabled) {
            return Badge.idle("Disabled");
        }
        return switch (lastStatus) {
            case null -> Badge.unknown("Never backed up");
            case "success" -> Badge.ok("OK");
            default -> Badge.bad("Failing");
        };
    }

    private List<Outcome> outcomes(long deviceId) {
        return jdbc.sql("""
                select job_id, kind, status, failure, detail, changed, collected_at, duration_ms
                from outcome
                where device_id = :device
                order by collected_at desc
                limit :limit
                """)
                .param("device", deviceId)
                .param("limit", OUTCOMES)
                .query((row, _) -> new Outcome(
                        row.getObject("job_id", UUID.class),
                        row.getString("kind"),
                        row.getString("status"),
                        row.getString("failure"),
                        row.getString("detail"),
                        row.getBoolean("changed"),
                        DatabaseTime.read(row, "collected_at"),
                        row.getLong("duration_ms")))
                .list();
    }

    private List<UUID> openJobs(long deviceId) {
        return jdbc.sql("""
                select id from job where device_id = :device and finished_at is null order by initiated_at desc limit 5
                """).param("device", deviceId).query(UUID.class).list();
    }
}
