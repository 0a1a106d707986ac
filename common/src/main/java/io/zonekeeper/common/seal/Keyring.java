package io.zonekeeper.common.seal;

import io.zonekeeper.common.wire.GroupName;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;

/** The private keys a collector holds; opens what was sealed for one of them and remembers opened data keys. Thread-safe. */
public final class Keyring {

    private static final int REMEMBERED_DATA_KEYS = 256;

    private final Map<GroupName, Map<String, GroupPrivateKey>> keys;
    private final Map<String, SecretKey> dataKeys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SecretKey> eldest) {
            return size() > REMEMBERED_DATA_KEYS;
        }
    };

    private Keyring(Map<GroupName, Map<String, GroupPrivateKey>> keys) {
        this.keys = keys;
    }

    /**
     * Reads {@code group=key} lines; empty lines and lines beginning with {@code #} are skipped. A group may have several keys,
     * which is how it is re-keyed with overlap.
     *
     * @throws SealException naming the line if one is not such a line
     */
    public static Keyring parse(String text) throws SealException {
        Map<GroupName, Map<String, GroupPrivateKey>> keys = new HashMap<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            try {
                if (equals < 0) {
                    throw new SealException("expected group=key");
                }
                GroupName group = new GroupName(line.substring(0, equals).strip());
                GroupPrivateKey key =
                        GroupPrivateKey.parse(line.substring(equals + 1).strip());
                keys.computeIfAbsent(group, _ -> new LinkedHashMap<>())
                        .put(key.publicKey().id(), key);
            } catch (SealException | IllegalArgumentException e) {
                throw new SealException("Line %d of the group keys: %s.".formatted(number, e.getMessage()), e);
            }
        }
        return new Keyring(keys);
    }

    public Set<GroupName> groups() {
        return Set.copyOf(keys.keySet());
    }

    /** Ids of the keys held for a group. */
    public List<String> keyIds(GroupName group) {
        return new ArrayList<>(keys.getOrDefault(group, Map.of()).keySet());
    }

    /** What was opened, and the id of the key that opened it. */
    public record Opened(byte[] plaintext, String keyId) {}

    /**
     * @param associatedData the same bytes the sealer was given
     * @throws SealException if no key of the group fits, or anything was changed on the way
     */
    public Opened open(GroupName group, SealedBox box, byte[] associatedData) throws SealException {
        Map<String, GroupPrivateKey> held = keys.getOrDefault(group, Map.of());
        for (Map.Entry<String, byte[]> wrapped : box.keys().entrySet()) {
            GroupPrivateKey key = held.get(wrapped.getKey());
            if (key != null) {
                SecretKey dataKey = dataKey(group, key, wrapped.getValue());
                byte[] plaintext =
                        AesGcm.open(dataKey, new AesGcm.Sealed(box.nonce(), box.ciphertext()), associatedData);
                return new Opened(plaintext, wrapped.getKey());
            }
        }
        throw new SealException(
                "this collector has no key of group %s that the job is sealed for (sealed for %s, held %s)"
                        .formatted(group, box.keys().keySet(), held.keySet()));
    }

    private SecretKey dataKey(GroupName group, GroupPrivateKey key, byte[] wrapped) throws SealException {
        String name = group + " " + Base64.getEncoder().encodeToString(wrapped);
        synchronized (dataKeys) {
            SecretKey known = dataKeys.get(name);
            if (known == null) {
                try {
                    known = AesGcm.key(key.unwrap(
                            wrapped, Sealer.context(group, key.publicKey().id())));
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    throw new SealException(
                            "the data key does not open with key %s of group %s"
                                    .formatted(key.publicKey().id(), group),
                            e);
                }
                dataKeys.put(name, known);
            }
            return known;
        }
    }

    @Override
    public String toString() {
        return "Keyring" + keys;
    }
}
