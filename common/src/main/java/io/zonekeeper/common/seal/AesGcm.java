package io.zonekeeper.common.seal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random 96-bit nonce and a 128-bit tag (NIST SP 800-38D). Thread-safe. */
public final class AesGcm {

    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Nonce and ciphertext with its tag. */
    public record Sealed(byte[] nonce, byte[] ciphertext) {}

    public static SecretKey randomKey() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return key(bytes);
    }

    /** @throws IllegalArgumentException if these are not 32 bytes */
    public static SecretKey key(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key has %d bytes (expected: %d)".formatted(bytes.length, KEY_BYTES));
        }
        return new SecretKeySpec(bytes, "AES");
    }

    public static Sealed seal(SecretKey key, byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            return new Sealed(
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData).doFinal(plaintext));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not usable on this JVM", e);
        }
    }

    /** @throws SealException if key, nonce, ciphertext and associated data do not belong together */
    public static byte[] open(SecretKey key, Sealed sealed, byte[] associatedData) throws SealException {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, sealed.nonce(), associatedData)
                    .doFinal(sealed.ciphertext());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealException("the seal is broken: wrong key, or the content was changed", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associatedData);
        return cipher;
    }

    private AesGcm() {}
}
