package io.zonekeeper.common.seal;

/** Something sealed cannot be opened, or a key is no key; the message says which and never shows a secret. */
public final class SealException extends Exception {

    private static final long serialVersionUID = 1L;

    public SealException(String message) {
        super(message);
    }

    public SealException(String message, Throwable cause) {
        super(message, cause);
    }
}
