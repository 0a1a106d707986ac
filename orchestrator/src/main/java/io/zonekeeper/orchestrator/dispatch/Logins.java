package io.zonekeeper.orchestrator.dispatch;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.credential.Credentials;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What outcomes teach about logging in: credentials that are refused, host keys seen for the first time. Thread-safe. */
@Component
class Logins {

    private static final Logger log = LoggerFactory.getLogger(Logins.class);
    private static final String FIRST_USE = "first use";

    private final JdbcClient jdbc;
    private final Credentials credentials;
    private final Clock clock;

    Logins(JdbcClient jdbc, Credentials credentials, Clock clock) {
        this.jdbc = jdbc;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** @param newHostKey as the device showed it, where none is accepted yet */
    record Seen(
            @Nullable Long deviceId,
            @Nullable Long credentialId,
            boolean success,
            @Nullable String failure,
            @Nullable String newHostKey,
            Instant at) {

        boolean refused() {
            return FailureKind.LOGIN_REFUSED.name().equals(failure);
        }
    }

    private record FirstKey(long deviceId, String hostKey, String fingerprint) {}

    void learn(List<Seen> seen) {
        countRefusals(seen);
        acceptFirstKeys(seen);
    }

    /** In the order of their ids, so that two settlements do not wait for each other in a circle. */
    private void countRefusals(List<Seen> seen) {
        Map<Long, List<Seen>> byCredential = seen.stream()
                .filter(one -> one.credentialId() != null && (one.success() || one.refused()))
                .collect(groupingBy(one -> Objects.requireNonNull(one.credentialId()), TreeMap::new, toList()));
        byCredential.forEach((credential, logins) -> {
            List<Seen> inTime = logins.stream().sorted(comparing(Seen::at)).toList();
            int afterSuccess = 0;
            for (int i = 0; i < inTime.size(); i++) {
                if (inTime.get(i).success()) {
                    afterSuccess = i + 1;
                }
            }
            if (afterSuccess > 0) {
                credentials.recordSuccess(credential);
            }
            for (int i = afterSuccess; i < inTime.size(); i++) {
                credentials.recordRefusal(credential);
            }
        });
    }

    private void acceptFirstKeys(List<Seen> seen) {
        List<FirstKey> keys = new ArrayList<>();
        for (Seen one : seen) {
            if (one.deviceId() != null && one.newHostKey() != null) {
                firstKey(one.deviceId(), one.newHostKey(), keys);
            }
        }
        if (keys.isEmpty()) {
            return;
        }
        keys.sort(comparing(FirstKey::deviceId));
        jdbc.sql("""
                insert into accepted_host_key (device_id, host_key, fingerprint, accepted_at, accepted_by)
                select device_id, host_key, fingerprint, :now, :by
                from unnest(:devices::bigint[], :keys::text[], :fingerprints::text[]) as k (device_id, host_key, fingerprint)
                on conflict (device_id) do nothing
                """)
                .param("now", DatabaseTime.of(clock.instant()))
                .param("by", FIRST_USE)
                .param(
                        "devices",
                        Attempts.texts(keys.stream().map(FirstKey::deviceId).toList()))
                .param(
                        "keys",
                        Attempts.texts(keys.stream().map(FirstKey::hostKey).toList()))
                .param(
                        "fingerprints",
                        Attempts.texts(keys.stream().map(FirstKey::fingerprint).toList()))
                .update();
    }

    private static void firstKey(long deviceId, String hostKey, List<FirstKey> keys) {
        try {
            keys.add(new FirstKey(deviceId, hostKey, SeenHostKey.fingerprintOf(hostKey)));
        } catch (IllegalArgumentException e) {
            log.warn("The host key seen of device {} is not accepted: {}", deviceId, e.getMessage());
        }
    }
}
