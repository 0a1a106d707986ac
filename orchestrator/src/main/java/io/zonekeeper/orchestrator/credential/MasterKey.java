package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.seal.AesGcm;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key every credential's own key is wrapped with. {@link #toString()} does not show it. Thread-safe. */
public final class MasterKey {

    private static final String FINGERPRINT = "HmacSHA256";

    private final SecretKey key;

    private MasterKey(SecretKey key) {
        this.key = key;
    }

    /** @throws SettingException if it is missing or not 32 bytes in base64; the sentence says how to make one */
    public static MasterKey read(Environment environment) {
        return parse(OrchestratorSettings.MASTER_KEY.name(), environment.get(OrchestratorSettings.MASTER_KEY));
    }

    /**
     * @param source what the text was read from, for the sentence
     * @throws SettingException as {@link #read}
     */
    public static MasterKey parse(String source, String text) {
        try {
            return new MasterKey(AesGcm.key(Base64.getDecoder().decode(text.strip())));
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "%s is not 32 bytes in base64: make one with \"openssl rand -base64 32\" and keep it, since credentials cannot be read without it."
                            .formatted(source),
                    e);
        }
    }

    SecretKey key() {
        return key;
    }

    /** Tells keys apart without telling anything of them. */
    byte[] fingerprint() {
        try {
            Mac mac = Mac.getInstance(FINGERPRINT);
            mac.init(new SecretKeySpec(key.getEncoded(), FINGERPRINT));
            return mac.doFinal("zonekeeper master key".getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + FINGERPRINT, e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
