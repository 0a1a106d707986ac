package io.zonekeeper.common.seal;

import io.zonekeeper.common.wire.GroupName;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;

/**
 * Seals for the collectors of a group. A data key serves one group for an hour or 100,000 messages, whichever ends first, and is
 * wrapped once for each of the group's active keys: an HPKE seal for each message would cost 0.3 ms. Thread-safe.
 */
public final class Sealer {

    private static final Duration DATA_KEY_LIFE = Duration.ofHours(1);
    private static final int DATA_KEY_MESSAGES = 100_000;

    private final Clock clock;
    private final ConcurrentHashMap<GroupName, DataKey> dataKeys = new ConcurrentHashMap<>();

    private record DataKey(SecretKey key, Map<String, byte[]> wrapped, Instant until, AtomicInteger left) {

        boolean serves(Set<String> keyIds, Instant now) {
            return now.isBefore(until) && wrapped.keySet().equals(keyIds) && left.getAndDecrement() > 0;
        }
    }

    public Sealer(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param keys the group's active keys, at least one
     * @param associatedData what the seal is bound to; the opener must give the same
     */
    public SealedBox seal(GroupName group, List<GroupPublicKey> keys, byte[] plaintext, byte[] associatedData) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "keys: none (expected: at least one active key of group %s)".formatted(group));
        }
        Set<String> keyIds = new TreeSet<>();
        keys.forEach(key -> keyIds.add(key.id()));
        Instant now = clock.instant();
        DataKey dataKey = dataKeys.compute(
                group,
                (_, cached) -> cached != null && cached.serves(keyIds, now) ? cached : newDataKey(group, keys, now));
        AesGcm.Sealed sealed = AesGcm.seal(dataKey.key(), plaintext, associatedData);
        return new SealedBox(dataKey.wrapped(), sealed.nonce(), sealed.ciphertext());
    }

    private static DataKey newDataKey(GroupName group, List<GroupPublicKey> keys, Instant now) {
        SecretKey key = AesGcm.randomKey();
        Map<String, byte[]> wrapped = new LinkedHashMap<>();
        try {
            for (GroupPublicKey publicKey : keys) {
                wrapped.put(
                        publicKey.id(),
                        Hpke.encrypter(publicKey.bytes()).encrypt(key.getEncoded(), context(group, publicKey.id())));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A data key cannot be wrapped for group " + group, e);
        }
        return new DataKey(key, wrapped, now.plus(DATA_KEY_LIFE), new AtomicInteger(DATA_KEY_MESSAGES - 1));
    }

    static byte[] context(GroupName group, String keyId) {
        return new AssociatedData()
                .add("zonekeeper/1")
                .add(group.value())
                .add(keyId)
                .toByteArray();
    }
}
