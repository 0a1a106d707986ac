package io.zonekeeper.common.result;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces secrets by a keyed hash: {@code <secret:1a2b3c4d>}. Equal secrets have equal hashes, so a changed password shows as a
 * changed line, and without the key nobody can try passwords against the hash.
 */
public final class Masking {

    /** Length of the key. */
    public static final int KEY_BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 4;
    private static final byte[] BEFORE = "<secret:".getBytes(US_ASCII);
    private static final byte[] AFTER = ">".getBytes(US_ASCII);

    /**
     * @param config decoded
     * @param secrets ascending, without overlap, inside the configuration
     * @return the configuration itself if there are no secrets
     * @throws IllegalArgumentException if the spans do not lie in the configuration in order
     */
    public static byte[] mask(byte[] config, List<Span> secrets, byte[] key) {
        if (secrets.isEmpty()) {
            return config;
        }
        Mac mac = mac(key);
        ByteArrayOutputStream masked = new ByteArrayOutputStream(config.length + 16);
        int position = 0;
        for (Span secret : secrets) {
            if (secret.start() < position || secret.end() > config.length) {
                throw new IllegalArgumentException(
                        "The secret at %d to %d does not lie behind %d and within the %d bytes of the configuration."
                                .formatted(secret.start(), secret.end(), position, config.length));
            }
            masked.write(config, position, secret.start() - position);
            mac.update(config, secret.start(), secret.end() - secret.start());
            masked.writeBytes(BEFORE);
            masked.writeBytes(
                    HexFormat.of().formatHex(mac.doFinal(), 0, HASH_BYTES).getBytes(US_ASCII));
            masked.writeBytes(AFTER);
            position = secret.end();
        }
        masked.write(config, position, config.length - position);
        return masked.toByteArray();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing on this JVM", e);
        }
    }

    private Masking() {}
}
