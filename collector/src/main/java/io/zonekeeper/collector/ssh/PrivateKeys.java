package io.zonekeeper.collector.ssh;

import com.hierynomus.sshj.common.KeyDecryptionFailedException;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.FailureKind;
import java.io.IOException;
import java.util.Optional;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyProviderUtil;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/** Private keys as they stand in credentials: OpenSSH's own form, or PEM (PKCS#1, SEC 1, PKCS#8). */
final class PrivateKeys {

    /**
     * Reads the key of an access, so that a broken one is found before a device is bothered.
     *
     * @throws SessionException UNSUPPORTED if it is no key of those forms; LOGIN_REFUSED if the passphrase does not open it
     */
    static Optional<KeyProvider> of(DeviceAccess access) throws SessionException {
        String key = access.privateKey();
        if (key == null || key.isBlank()) {
            return Optional.empty();
        }
        FileKeyProvider provider = providerFor(key);
        String passphrase = access.passphrase();
        provider.init(key, null, passphrase == null ? null : PasswordUtils.createOneOff(passphrase.toCharArray()));
        try {
            provider.getPrivate();
            provider.getPublic();
            return Optional.of(provider);
        } catch (IOException | RuntimeException e) {
            throw unreadable(access.username(), key, passphrase, e);
        }
    }

    private static FileKeyProvider providerFor(String key) throws SessionException {
        try {
            return switch (KeyProviderUtil.detectKeyFileFormat(key, false)) {
                case OpenSSHv1 -> new OpenSSHKeyV1KeyFile();
                case PKCS8 -> new PKCS8KeyFile();
                default ->
                    throw new SessionException(
                            FailureKind.UNSUPPORTED,
                            "The private key is neither in OpenSSH's form nor PEM: convert it with ssh-keygen -p.");
            };
        } catch (IOException e) {
            throw new SessionException(
                    FailureKind.UNSUPPORTED, "The private key cannot be read: " + Shown.reason(e) + ".", e);
        }
    }

    private static SessionException unreadable(
            String username, String key, @Nullable String passphrase, Exception cause) {
        boolean encrypted = key.contains("ENCRYPTED") || cause instanceof KeyDecryptionFailedException;
        String reason;
        if (!encrypted) {
            reason = "it is damaged or of an unknown kind; ssh-keygen -p writes one in a form that is read";
        } else if (passphrase == null) {
            reason = "it needs a passphrase";
        } else {
            reason = "the passphrase is wrong";
        }
        return new SessionException(
                FailureKind.LOGIN_REFUSED,
                "The private key of %s cannot be read: %s.".formatted(Shown.text(username), reason),
                cause);
    }

    private PrivateKeys() {}
}
