package io.zonekeeper.common.wire;

/** A message or stream entry that is not ours or is broken; the message is a sentence that can be shown to an operator. */
public final class WireException extends Exception {

    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }

    public WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
