package io.zonekeeper.common.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The half of a group's key that the orchestrator keeps: 32 raw bytes of X25519. */
public record GroupPublicKey(byte[] bytes) {

    /** @throws IllegalArgumentException if these are not 32 bytes */
    public GroupPublicKey {
        if (bytes.length != Hpke.KEY_BYTES) {
            throw new IllegalArgumentException(
                    "A public key has %d bytes (expected: %d)".formatted(bytes.length, Hpke.KEY_BYTES));
        }
    }

    /** The first 16 hexadecimal digits of the key's SHA-256. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing on this JVM", e);
        }
    }
}
