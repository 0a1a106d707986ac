package io.zonekeeper.common.seal;

import java.util.Map;

/**
 * Bytes only a holder of one of the group's private keys can read.
 *
 * @param keys key id to the data key wrapped for that key by HPKE (RFC 9180: DHKEM X25519, HKDF-SHA256, AES-256-GCM)
 * @param nonce of AES-256-GCM under the data key
 * @param ciphertext with its tag
 */
public record SealedBox(Map<String, byte[]> keys, byte[] nonce, byte[] ciphertext) {

    public SealedBox {
        keys = Map.copyOf(keys);
    }

    @Override
    public String toString() {
        return "SealedBox[keys=%s, %d bytes]".formatted(keys.keySet(), ciphertext.length);
    }
}
