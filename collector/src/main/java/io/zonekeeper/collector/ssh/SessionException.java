package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.SeenHostKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session did not stand or did not hold. The message is one sentence for the operator, without secrets. */
public final class SessionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final transient @Nullable SeenHostKey hostKey;

    public SessionException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    public SessionException(FailureKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.hostKey = null;
    }

    private SessionException(String message, SeenHostKey hostKey, Throwable cause) {
        super(message, cause);
        this.kind = FailureKind.HOST_KEY_CHANGED;
        this.hostKey = hostKey;
    }

    /** @param shown the key that is not the accepted one */
    static SessionException hostKeyChanged(String message, SeenHostKey shown, Throwable cause) {
        return new SessionException(message, shown, cause);
    }

    public FailureKind kind() {
        return kind;
    }

    /** The key the device showed, where that is the failure: what an operator may accept. */
    public Optional<SeenHostKey> hostKey() {
        return Optional.ofNullable(hostKey);
    }
}
