package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.seal.AesGcm;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.orchestrator.OrchestratorSettings;
import java.util.Base64;
import javax.crypto.SecretKey;

/** The key every credential's own key is wrapped with. {@link #toString()} does not show it. Thread-safe. */
public final class MasterKey {

    private final SecretKey key;

    private MasterKey(SecretKey key) {
        this.key = key;
    }

    /** @throws SettingException if it is missing or not 32 bytes in base64; the sentence says how to make one */
    public static MasterKey read(Environment environment) {
        String text = environment.get(OrchestratorSettings.MASTER_KEY).strip();
        try {
            return new MasterKey(AesGcm.key(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "%s is not 32 bytes in base64: make one with \"openssl rand -base64 32\" and keep it, since credentials cannot be read without it."
                            .formatted(OrchestratorSettings.MASTER_KEY.name()),
                    e);
        }
    }

    SecretKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
