package io.zonekeeper.orchestrator.idempotency;

import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Problem;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table idempotency_key. To be used within a transaction. Thread-safe. */
@Component
class IdempotencyKeys {

    /** A client that repeats a request later than this starts something new. */
    static final Duration LIFE = Duration.ofHours(24);

    private static final int FORGOTTEN_AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An answer as it was given the first time. */
    record Answer(int status, @Nullable String location, String body) {}

    private record Stored(byte[] request, Answer answer) {}

    /**
     * Takes the key for a request, after any other request that holds it at this moment has ended.
     *
     * @param request the SHA-256 of what is asked
     * @return the answer, if the same has been asked with this key already
     * @throws Problem 409 if something else has been asked with it
     */
    Optional<Answer> claim(User user, String key, byte[] request) {
        forgetOld();
        if (insert(user, key, request)) {
            return Optional.empty();
        }
        Stored stored = stored(user, key);
        if (!MessageDigest.isEqual(stored.request, request)) {
            throw Problem.conflict(
                    "Idempotency-Key \"%s\" was used for another request in the last 24 hours: use a new key for a new request."
                            .formatted(key));
        }
        return Optional.of(stored.answer);
    }

    void answered(User user, String key, Answer answer) {
        jdbc.sql("""
                update idempotency_key set status = :status, location = :location, body = :body
                where user_id = :user and key = :key
                """)
                .param("user", user.id())
                .param("key", key)
                .param("status", answer.status())
                .param("location", answer.location())
                .param("body", answer.body())
                .update();
    }

    private boolean insert(User user, String key, byte[] request) {
        Instant now = clock.instant();
        return jdbc.sql("""
                insert into idempotency_key as k (user_id, key, request, status, body, created_at)
                values (:user, :key, :request, 0, '', :now)
                on conflict (user_id, key) do update
                set request = excluded.request, status = 0, location = null, body = '', created_at = excluded.created_at
                where k.created_at < :old
                """)
                        .param("user", user.id())
                        .param("key", key)
                        .param("request", request)
                        .param("now", DatabaseTime.of(now))
                        .param("old", DatabaseTime.of(now.minus(LIFE)))
                        .update()
                > 0;
    }

    private Stored stored(User user, String key) {
        return jdbc.sql(
                        "select request, status, location, body from idempotency_key where user_id = :user and key = :key")
                .param("user", user.id())
                .param("key", key)
                .query((row, _) -> new Stored(
                        row.getBytes("request"),
                        new Answer(row.getInt("status"), row.getString("location"), row.getString("body"))))
                .single();
    }

    private void forgetOld() {
        jdbc.sql("""
                delete from idempotency_key where (user_id, key) in (
                    select user_id, key from idempotency_key where created_at < :old
                    order by created_at limit :most for update skip locked)
                """)
                .param("old", DatabaseTime.of(clock.instant().minus(LIFE)))
                .param("most", FORGOTTEN_AT_ONCE)
                .update();
    }
}
