package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.result.SeenHostKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/** Table {@code host_key_seen}. */
final class HostKeys {

    private record Seen(long deviceId, String hostKey, String fingerprint, Instant first, Instant last) {

        Seen and(Seen other) {
            return new Seen(
                    deviceId,
                    hostKey,
                    fingerprint,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    private final JdbcTemplate jdbc;

    HostKeys(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void record(List<Delivery> deliveries) {
        Map<String, Seen> all = new TreeMap<>();
        for (Delivery delivery : deliveries) {
            SeenHostKey key = delivery.header().hostKey();
            if (key != null && delivery.deviceId() instanceof Long deviceId) {
                Instant at = delivery.collectedAt();
                Seen seen = new Seen(deviceId, CleanText.of(key.key()), key.fingerprint(), at, at);
                all.merge(deviceId + " " + seen.hostKey(), seen, Seen::and);
            }
        }
        if (!all.isEmpty()) {
            upsert(List.copyOf(all.values()));
        }
    }

    private void upsert(List<Seen> all) {
        jdbc.update(
                """
                insert into host_key_seen (device_id, host_key, fingerprint, first_seen_at, last_seen_at)
                select * from unnest(?, ?, ?, ?, ?)
                on conflict (device_id, host_key) do update
                set first_seen_at = least(host_key_seen.first_seen_at, excluded.first_seen_at),
                    last_seen_at = greatest(host_key_seen.last_seen_at, excluded.last_seen_at)
                """,
                array("bigint", all, Seen::deviceId),
                array("text", all, Seen::hostKey),
                array("text", all, Seen::fingerprint),
                array("timestamptz", all, Seen::first),
                array("timestamptz", all, Seen::last));
    }

    private static SqlArrayValue array(String type, List<Seen> all, Function<Seen, Object> column) {
        return new SqlArrayValue(type, all.stream().map(column).toArray());
    }
}
