package io.zonekeeper.orchestrator.credential;

import org.jspecify.annotations.Nullable;

/**
 * What a credential unseals to. {@link #toString()} shows no secret.
 *
 * @param version grows with every change of the credential
 */
public record Login(
        String username,
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String passphrase,
        @Nullable String enableSecret,
        int version) {

    @Override
    public String toString() {
        return "Login[%s, version %d]".formatted(username, version);
    }
}
