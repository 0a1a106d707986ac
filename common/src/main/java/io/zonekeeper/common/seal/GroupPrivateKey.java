package io.zonekeeper.common.seal;

import com.google.crypto.tink.HybridDecrypt;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The half of a group's key that only its collectors have. Its text is {@code zk1.} and 64 bytes in URL-safe base64 without
 * padding: private and public key. {@link #toString()} shows the key's id alone.
 */
public final class GroupPrivateKey {

    private static final String PREFIX = "zk1.";

    private final GroupPublicKey publicKey;
    private final byte[] privateKey;
    private final HybridDecrypt decrypter;

    private GroupPrivateKey(byte[] publicKey, byte[] privateKey) throws GeneralSecurityException {
        this.publicKey = new GroupPublicKey(publicKey);
        this.privateKey = privateKey;
        this.decrypter = Hpke.decrypter(publicKey, privateKey);
    }

    public static GroupPrivateKey generate() {
        Hpke.RawKeyPair pair = Hpke.generate();
        try {
            return new GroupPrivateKey(pair.publicKey(), pair.privateKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HPKE is not usable on this JVM", e);
        }
    }

    /** @throws SealException if the text is no private key */
    public static GroupPrivateKey parse(String text) throws SealException {
        if (!text.startsWith(PREFIX)) {
            throw new SealException("a group key begins with \"%s\"".formatted(PREFIX));
        }
        try {
            byte[] both = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            if (both.length != 2 * Hpke.KEY_BYTES) {
                throw new SealException("the group key is cut off or has something added");
            }
            return new GroupPrivateKey(
                    Arrays.copyOfRange(both, Hpke.KEY_BYTES, both.length), Arrays.copyOf(both, Hpke.KEY_BYTES));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new SealException("the group key is damaged", e);
        }
    }

    /** The secret as it is shown once in the start command. */
    public String text() {
        byte[] both = Arrays.copyOf(privateKey, 2 * Hpke.KEY_BYTES);
        System.arraycopy(publicKey.bytes(), 0, both, Hpke.KEY_BYTES, Hpke.KEY_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    public GroupPublicKey publicKey() {
        return publicKey;
    }

    byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException {
        return decrypter.decrypt(wrapped, context);
    }

    @Override
    public String toString() {
        return "GroupPrivateKey[" + publicKey.id() + "]";
    }
}
