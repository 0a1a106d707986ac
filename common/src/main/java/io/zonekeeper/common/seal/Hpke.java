package io.zonekeeper.common.seal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/** The one HPKE suite in use, on raw X25519 keys of 32 bytes. */
@AccessesPartialKey
final class Hpke {

    static final int KEY_BYTES = 32;

    private static final HpkeParameters PARAMETERS;

    static {
        try {
            HybridConfig.register();
            PARAMETERS = HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HPKE is not usable on this JVM", e);
        }
    }

    record RawKeyPair(byte[] publicKey, byte[] privateKey) {}

    static RawKeyPair generate() {
        try {
            KeysetHandle handle = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.generateEntryFromParameters(PARAMETERS)
                            .withFixedId(1)
                            .makePrimary())
                    .build();
            HpkePrivateKey key = (HpkePrivateKey) handle.getPrimary().getKey();
            return new RawKeyPair(
                    key.getPublicKey().getPublicKeyBytes().toByteArray(),
                    key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HPKE is not usable on this JVM", e);
        }
    }

    static HybridEncrypt encrypter(byte[] publicKey) throws GeneralSecurityException {
        return handle(publicKey(publicKey)).getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
    }

    /** @throws GeneralSecurityException if the two do not belong together */
    static HybridDecrypt decrypter(byte[] publicKey, byte[] privateKey) throws GeneralSecurityException {
        HpkePrivateKey key = HpkePrivateKey.create(
                publicKey(publicKey), SecretBytes.copyFrom(privateKey, InsecureSecretKeyAccess.get()));
        return handle(key).getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
    }

    private static HpkePublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        return HpkePublicKey.create(PARAMETERS, Bytes.copyFrom(bytes), null);
    }

    private static KeysetHandle handle(com.google.crypto.tink.Key key) throws GeneralSecurityException {
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
                .build();
    }

    private Hpke() {}
}
