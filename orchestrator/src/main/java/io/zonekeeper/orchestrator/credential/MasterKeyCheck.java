package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.setting.SettingException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Refuses to start with another master key than the credentials are sealed under, and notes the first. */
@Component
class MasterKeyCheck implements SmartInitializingSingleton {

    private final MasterKeyRecord noted;
    private final MasterKey masterKey;

    MasterKeyCheck(MasterKeyRecord noted, MasterKey masterKey) {
        this.noted = noted;
        this.masterKey = masterKey;
    }

    @Override
    public void afterSingletonsInstantiated() {
        noted.refusal(masterKey).ifPresent(sentence -> {
            throw new SettingException(sentence);
        });
        noted.note(masterKey);
    }
}
