package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.result.FailureKind;

/** Counts what a visit reads and tells when it is too much. */
final class Intake {

    private final Visit visit;
    private long read;

    Intake(Visit visit) {
        this.visit = visit;
    }

    void take(byte[] bytes, int count) throws SessionException {
        visit.received(bytes, count);
        read += count;
        if (read > visit.maxBytes()) {
            throw new SessionException(
                    FailureKind.TOO_LARGE,
                    "The device sent more than the limit of %d bytes.".formatted(visit.maxBytes()));
        }
    }

    long left() {
        return Math.max(0, visit.maxBytes() - read);
    }
}
