package io.zonekeeper.consumer.archive;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Table {@code quarantine}: what was taken off a stream and is no result. */
final class Quarantine {

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
}
