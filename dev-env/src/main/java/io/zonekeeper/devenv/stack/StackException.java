package io.zonekeeper.devenv.stack;

/** A part of the stack did not do what was asked of it; the message is one sentence, and may be followed by the end of a log. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
