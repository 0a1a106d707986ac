package io.zonekeeper.common.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a device is and how to log in: what travels sealed. Target and credential are in one seal, so a credential cannot be
 * turned to another host. {@link #toString()} shows no secret.
 *
 * @param port 0 for the platform's default
 * @param hostKey the accepted SSH host key in OpenSSH's form {@code <type> <base64>}, or null on first use
 * @param privateKey an OpenSSH or PEM private key, or null
 * @param enableSecret for enable, super or sudo; null where the login password answers
 */
public record DeviceAccess(
        String address,
        int port,
        @Nullable String hostKey,
        String username,
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String passphrase,
        @Nullable String enableSecret) {

    /** What answers a request for elevated rights. */
    public Optional<String> elevationSecret() {
        return Optional.ofNullable(enableSecret != null ? enableSecret : password);
    }

    @Override
    public String toString() {
        return "DeviceAccess[address=%s, port=%d, username=%s]".formatted(address, port, username);
    }
}
