package io.zonekeeper.orchestrator.access;

import io.zonekeeper.orchestrator.DatabaseTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: after five wrong passwords for a user from one address, or twenty from one address, each further one doubles
 * a pause, up to a quarter of an hour. Nobody can lock a user out from elsewhere. Kept in PostgreSQL, for all orchestrators.
 * Thread-safe.
 */
@Component
class LoginThrottle {

    static final int FREE_FOR_USER = 5;
    static final int FREE_FOR_ADDRESS = 20;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    LoginThrottle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Until when no password is looked at, if that is so. */
    Optional<Instant> blockedUntil(String userName, String address) {
        return jdbc.sql("""
                select blocked_until from login_failure
                where origin in (:address, :user) and blocked_until > :now
                order by blocked_until desc
                limit 1
                """)
                .param("address", address)
                .param("user", origin(userName, address))
                .param("now", DatabaseTime.of(clock.instant()))
                .query((row, _) -> DatabaseTime.read(row, "blocked_until"))
                .optional();
    }

    void failed(String userName, String address) {
        count(address, FREE_FOR_ADDRESS);
        count(origin(userName, address), FREE_FOR_USER);
        jdbc.sql("delete from login_failure where last_at < :old")
                .param("old", DatabaseTime.of(clock.instant().minus(FORGOTTEN_AFTER)))
                .update();
    }

    void succeeded(String userName, String address) {
        jdbc.sql("delete from login_failure where origin = :user")
                .param("user", origin(userName, address))
                .update();
    }

    private void count(String origin, int free) {
        jdbc.sql("""
                insert into login_failure as f (origin, failures, last_at) values (:origin, 1, :now)
                on conflict (origin) do update
                set failures = case when f.last_at < :old then 1 else f.failures + 1 end,
                    last_at = excluded.last_at,
                    blocked_until = case when f.last_at >= :old and f.failures + 1 >= :free
                        then excluded.last_at + make_interval(secs => least(:longest, power(2, least(f.failures + 1 - :free, 20))))
                    end
                """)
                .param("origin", origin)
                .param("now", DatabaseTime.of(clock.instant()))
                .param("old", DatabaseTime.of(clock.instant().minus(FORGOTTEN_AFTER)))
                .param("free", free)
                .param("longest", LONGEST_PAUSE.toSeconds())
                .update();
    }

    private static String origin(String userName, String address) {
        String known = userName.length() > 63 ? userName.substring(0, 63) : userName;
        return address + " " + known.toLowerCase(Locale.ROOT).replace('\0', ' ');
    }
}
