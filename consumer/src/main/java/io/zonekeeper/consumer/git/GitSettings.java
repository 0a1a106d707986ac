package io.zonekeeper.consumer.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the Git history is kept.
 *
 * @param directory of the bare repository
 * @param remote where to push to, or null; may hold a password
 * @param sshDirectory with the private keys and {@code known_hosts} for a remote by SSH
 * @param raw secrets are kept in clear
 */
public record GitSettings(Path directory, @Nullable String remote, Path sshDirectory, boolean raw) {

    @Override
    public String toString() {
        return "GitSettings[%s, %s, raw %s]".formatted(directory, remote == null ? "no remote" : "a remote", raw);
    }
}
