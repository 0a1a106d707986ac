package io.zonekeeper.common.result;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The SSH host key a device showed, in OpenSSH's form {@code <type> <base64>}. */
public record SeenHostKey(String key) {

    /** As {@code ssh-keygen -l} shows it: {@code SHA256:} and base64 without padding. */
    public String fingerprint() {
        return fingerprintOf(key);
    }

    /** @throws IllegalArgumentException if the text is not of the form {@code <type> <base64>} */
    public static String fingerprintOf(String key) {
        int space = key.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("A host key has the form \"<type> <base64>\".");
        }
        try {
            byte[] blob = Base64.getDecoder().decode(key.substring(space + 1).strip());
            return "SHA256:"
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing on this JVM", e);
        }
    }
}
