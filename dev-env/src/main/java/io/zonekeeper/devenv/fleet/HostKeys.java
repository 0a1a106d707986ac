package io.zonekeeper.devenv.fleet;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The few host keys all devices share. Made from fixed seeds: a device keeps its key when the fleet starts again. */
final class HostKeys {

    static final int COUNT = 4;

    private final List<KeyPair> pairs = new ArrayList<>();

    HostKeys() {
        try {
            for (int number = 0; number < COUNT; number++) {
                byte[] seed = new byte[32];
                Arrays.fill(seed, (byte) (number + 1));
                PrivateKey secret = SecurityUtils.generateEDDSAPrivateKey(KeyPairProvider.SSH_ED25519, seed);
                pairs.add(new KeyPair(SecurityUtils.recoverEDDSAPublicKey(secret), secret));
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make the host keys of the fleet", e);
        }
    }

    KeyPair get(int number) {
        return pairs.get(number);
    }
}
