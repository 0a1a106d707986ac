package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.result.FailureKind;
import org.jspecify.annotations.Nullable;

/** A session did not stand or did not hold. The message is one sentence for the operator, without secrets. */
public final class SessionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    public SessionException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    public SessionException(FailureKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}
