package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.seal.AesGcm;
import io.zonekeeper.common.seal.AssociatedData;
import io.zonekeeper.common.seal.SealException;
import io.zonekeeper.common.wire.Json;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Seals the secrets of a credential under a key of their own, which is sealed under the master key; both seals are bound to the
 * credential's id and version, so a row cannot stand in for another or for an older one. Thread-safe.
 *
 * <p>Stored: format number, nonce and wrapped key, nonce and ciphertext.
 */
@Component
class CredentialSeal {

    private static final byte FORMAT = 1;
    private static final int TAG_BYTES = 16;
    private static final int WRAPPED_BYTES = AesGcm.KEY_BYTES + TAG_BYTES;

    private final MasterKey masterKey;

    CredentialSeal(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    MasterKey masterKey() {
        return masterKey;
    }

    /** The secrets alone; {@link #toString()} shows none. */
    record Secrets(
            @Nullable String password,
            @Nullable String privateKey,
            @Nullable String passphrase,
            @Nullable String enableSecret) {

        @Override
        public String toString() {
            return "Secrets[hidden]";
        }
    }

    byte[] seal(long id, int version, Secrets secrets) {
        var dataKey = AesGcm.randomKey();
        AesGcm.Sealed wrapped = AesGcm.seal(masterKey.key(), dataKey.getEncoded(), binding("key", id, version));
        AesGcm.Sealed sealed =
                AesGcm.seal(dataKey, Json.MAPPER.writeValueAsBytes(secrets), binding("login", id, version));
        return ByteBuffer.allocate(1 + 2 * AesGcm.NONCE_BYTES + WRAPPED_BYTES + sealed.ciphertext().length)
                .put(FORMAT)
                .put(wrapped.nonce())
                .put(wrapped.ciphertext())
                .put(sealed.nonce())
                .put(sealed.ciphertext())
                .array();
    }

    /** @throws SealException if the master key is another one, or the row was changed */
    Secrets open(long id, int version, byte[] stored) throws SealException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(stored);
            byte format = bytes.get();
            if (format != FORMAT) {
                throw new SealException(
                        "the credential has format %d, which this release does not know".formatted(format));
            }
            AesGcm.Sealed wrapped = new AesGcm.Sealed(take(bytes, AesGcm.NONCE_BYTES), take(bytes, WRAPPED_BYTES));
            byte[] dataKey = AesGcm.open(masterKey.key(), wrapped, binding("key", id, version));
            AesGcm.Sealed sealed = new AesGcm.Sealed(take(bytes, AesGcm.NONCE_BYTES), take(bytes, bytes.remaining()));
            byte[] json = AesGcm.open(AesGcm.key(dataKey), sealed, binding("login", id, version));
            return Json.MAPPER.readValue(json, Secrets.class);
        } catch (BufferUnderflowException | JacksonException e) {
            throw new SealException("the sealed credential is cut off", e);
        }
    }

    private static byte[] take(ByteBuffer bytes, int count) {
        byte[] taken = new byte[count];
        bytes.get(taken);
        return taken;
    }

    private static byte[] binding(String part, long id, int version) {
        return new AssociatedData()
                .add("credential")
                .add(part)
                .add(id)
                .add(version)
                .toByteArray();
    }
}
