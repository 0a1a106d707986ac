package io.zonekeeper.consumer.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.common.wire.RedisKeys;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/** Table {@code quarantine}: what was taken off a stream and is no result. */
final class Quarantine {

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    private final JdbcTemplate jdbc;

    Quarantine(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An entry that is there already stays as it is. */
    void add(List<Poison> poisons) {
        jdbc.batchUpdate("""
                insert into quarantine (stream, entry_id, fields, reason) values (?, ?, ?, ?)
                on conflict do nothing
                """, poisons, Math.max(poisons.size(), 1), (insert, poison) -> {
            insert.setString(1, poison.arrival().stream());
            insert.setString(2, poison.arrival().id());
            insert.setBytes(3, poison.arrival().lengthPrefixed());
            insert.setString(4, CleanText.of(poison.reason()));
        });
    }

    /** What was replayed and has come by now, whether it could be stored or is quarantined anew. */
    void markReplayed(Stream<Arrival> arrivals) {
        Object[] replayed = arrivals.map(arrival -> arrival.fields().get(RedisKeys.REPLAY_OF))
                .filter(Objects::nonNull)
                .map(id -> new String(id, UTF_8))
                .filter(id -> ID.matcher(id).matches())
                .map(Long::valueOf)
                .toArray();
        if (replayed.length > 0) {
            jdbc.update(
                    "update quarantine set replayed_at = now() where id = any (?) and replayed_at is null",
                    new SqlArrayValue("bigint", replayed));
        }
    }
}
