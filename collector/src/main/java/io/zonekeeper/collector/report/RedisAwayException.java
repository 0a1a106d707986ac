package io.zonekeeper.collector.report;

/** Redis did not do what it was asked, or nobody can tell whether it did. The message is a sentence without secrets. */
public final class RedisAwayException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean refused;

    RedisAwayException(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.sentence = message;
        this.refused = refused;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether Redis answered and refused user, password, database or command: waiting does not help. */
    public boolean isRefused() {
        return refused;
    }
}
