package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The SSH host keys of devices: which one is accepted, and which were seen. Thread-safe. */
@Component
public class HostKeys {

    private final JdbcClient jdbc;
    private final Devices devices;
    private final Audit audit;
    private final Clock clock;

    HostKeys(JdbcClient jdbc, Devices devices, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.devices = devices;
        this.audit = audit;
        this.clock = clock;
    }

    /** The key logins insist on; {@code acceptedBy} is "first use" or a user. */
    public record AcceptedHostKey(String hostKey, String fingerprint, Instant acceptedAt, String acceptedBy) {}

    /** A key the device showed. */
    public record SeenKey(String hostKey, String fingerprint, Instant firstSeenAt, Instant lastSeenAt) {}

    /** @param accepted null before the first login */
    public record DeviceHostKeys(@Nullable AcceptedHostKey accepted, List<SeenKey> seen) {}

    /** @throws Problem 404 */
    public DeviceHostKeys of(Scope scope, long deviceId) {
        requireDevice(scope, deviceId);
        return new DeviceHostKeys(accepted(deviceId).orElse(null), seen(deviceId));
    }

    /**
     * Insists on another key from now on.
     *
     * @param fingerprint of a key the device showed
     * @throws Problem 404, 422 if the device never showed such a key
     */
    @Transactional
    public DeviceHostKeys accept(User who, long deviceId, @Nullable String fingerprint) {
        Device device = requireDevice(who.scope(), deviceId);
        SeenKey key = seen(deviceId).stream()
                .filter(seen -> seen.fingerprint().equals(fingerprint))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(new FieldError(
                        "fingerprint",
                        fingerprint,
                        "Device %s never showed a host key with fingerprint \"%s\": use one of those listed as seen."
                                .formatted(device.name(), fingerprint == null ? "" : fingerprint))));
        String old = accepted(deviceId).map(AcceptedHostKey::fingerprint).orElse("none");
        jdbc.sql("""
                insert into accepted_host_key (device_id, host_key, fingerprint, accepted_at, accepted_by)
                values (:device, :key, :fingerprint, :now, :who)
                on conflict (device_id) do update
                set host_key = excluded.host_key, fingerprint = excluded.fingerprint,
                    accepted_at = excluded.accepted_at, accepted_by = excluded.accepted_by
                """)
                .param("device", deviceId)
                .param("key", key.hostKey())
                .param("fingerprint", key.fingerprint())
                .param("now", DatabaseTime.of(clock.instant()))
                .param("who", who.name())
                .update();
        audit.record(
                who.name(),
                "device.accept_host_key",
                device.subject(),
                "was %s, is %s".formatted(old, key.fingerprint()));
        return of(who.scope(), deviceId);
    }

    private Optional<AcceptedHostKey> accepted(long deviceId) {
        return jdbc.sql("select * from accepted_host_key where device_id = :device")
                .param("device", deviceId)
                .query((row, _) -> new AcceptedHostKey(
                        row.getString("host_key"),
                        row.getString("fingerprint"),
                        DatabaseTime.read(row, "accepted_at"),
                        row.getString("accepted_by")))
                .optional();
    }

    private List<SeenKey> seen(long deviceId) {
        return jdbc.sql("select * from host_key_seen where device_id = :device order by last_seen_at desc, host_key")
                .param("device", deviceId)
                .query((row, _) -> new SeenKey(
                        row.getString("host_key"),
                        row.getString("fingerprint"),
                        DatabaseTime.read(row, "first_seen_at"),
                        DatabaseTime.read(row, "last_seen_at")))
                .list();
    }

    private Device requireDevice(Scope scope, long deviceId) {
        return devices.find(scope, deviceId).orElseThrow(() -> Problem.notFound("Device " + deviceId));
    }
}
