package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Remembers the key a device shows and compares it with the accepted one; without one, the first key seen is accepted. */
final class PinnedHostKey implements HostKeyVerifier {

    private final @Nullable String accepted;
    private volatile @Nullable SeenHostKey seen;

    private PinnedHostKey(@Nullable String accepted) {
        this.accepted = accepted;
    }

    /** @throws SessionException UNSUPPORTED if the accepted key is not of the form {@code <type> <base64>} */
    static PinnedHostKey of(@Nullable String accepted, String device) throws SessionException {
        if (accepted == null) {
            return new PinnedHostKey(null);
        }
        String[] parts = accepted.strip().split("\\s+");
        try {
            String key = parts[0] + " " + parts[1];
            Base64.getDecoder().decode(parts[1]);
            return new PinnedHostKey(key);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new SessionException(
                    FailureKind.UNSUPPORTED,
                    "The accepted host key of %s is not of the form \"<type> <base64>\": accept its key anew."
                            .formatted(device),
                    e);
        }
    }

    Optional<SeenHostKey> seen() {
        return Optional.ofNullable(seen);
    }

    /** What to tell of a changed key; empty if it is the accepted one or none was seen. */
    Optional<SessionException> change(String device, Throwable cause) {
        SeenHostKey shown = seen;
        if (shown == null || accepted == null || shown.key().equals(accepted)) {
            return Optional.empty();
        }
        String sentence = "%s shows the host key %s (%s) instead of the accepted %s (%s); no password was sent."
                .formatted(
                        device,
                        shown.fingerprint(),
                        typeOf(shown.key()),
                        SeenHostKey.fingerprintOf(accepted),
                        typeOf(accepted));
        return Optional.of(SessionException.hostKeyChanged(sentence, shown, cause));
    }

    /** Called again when keys are renewed in mid-session: then the key seen first has to be shown again. */
    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        SeenHostKey shown = new SeenHostKey("%s %s"
                .formatted(
                        KeyType.fromKey(key),
                        Base64.getEncoder()
                                .encodeToString(new Buffer.PlainBuffer()
                                        .putPublicKey(key)
                                        .getCompactData())));
        SeenHostKey before = seen;
        if (before != null) {
            return before.equals(shown);
        }
        seen = shown;
        return accepted == null || accepted.equals(shown.key());
    }

    /** A device with several keys has to show the one that was accepted. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        if (accepted == null) {
            return List.of();
        }
        String type = typeOf(accepted);
        return type.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa") : List.of(type);
    }

    private static String typeOf(String key) {
        return key.substring(0, key.indexOf(' '));
    }
}
