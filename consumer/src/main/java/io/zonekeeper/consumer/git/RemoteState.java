package io.zonekeeper.consumer.git;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table git_remote: what the pages show of pushing. */
final class RemoteState {

    private final JdbcTemplate jdbc;

    RemoteState(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** There is no remote any more. */
    void none() {
        jdbc.update("delete from git_remote");
    }

    /** @param url without user and password; what is known of another one is forgotten */
    void of(String url) {
        jdbc.update("delete from git_remote where url <> ?", url);
        jdbc.update("insert into git_remote (url) values (?) on conflict do nothing", url);
    }

    void pushed(String commit, Instant at) {
        jdbc.update("""
                update git_remote
                set pushed_commit = ?, pushed_at = ?, failure = null, failed_at = null, next_try_at = null
                """, commit, at.atOffset(ZoneOffset.UTC));
    }

    void failed(String failure, Instant at, Instant nextTry) {
        jdbc.update(
                "update git_remote set failure = ?, failed_at = ?, next_try_at = ?",
                new Object[] {failure.replace("\0", ""), at.atOffset(ZoneOffset.UTC), nextTry.atOffset(ZoneOffset.UTC)},
                new int[] {Types.VARCHAR, Types.TIMESTAMP_WITH_TIMEZONE, Types.TIMESTAMP_WITH_TIMEZONE});
    }
}
