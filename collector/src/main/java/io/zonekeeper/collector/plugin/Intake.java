package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.result.FailureKind;

/** Counts what a visit reads, tells when it is too much, and has it shown without secrets. */
final class Intake {

    private final Visit visit;
    private final TranscriptMask mask;
    private long read;

    /** @param secrets rules that find what nobody may see */
    Intake(Visit visit, LineRules secrets) {
        this.visit = visit;
        this.mask = new TranscriptMask(secrets, visit);
    }

    void take(byte[] bytes, int count) throws SessionException {
        mask.take(bytes, count);
        count(count);
    }

    /** As many bytes came that are not shown, or not yet. */
    void count(int bytes) throws SessionException {
        visit.took(bytes);
        read += bytes;
        if (read > visit.maxBytes()) {
            throw new SessionException(
                    FailureKind.TOO_LARGE,
                    "The device sent more than the limit of %d bytes.".formatted(visit.maxBytes()));
        }
    }

    /** Of bytes that were counted. */
    void show(byte[] bytes, int count) {
        mask.take(bytes, count);
    }

    /** Shows what was sent to it behind all it said so far. */
    void sent(String shown) {
        mask.pass();
        visit.sent(shown);
    }

    /** What comes now answers another command. */
    void nextAnswer() {
        mask.nextAnswer();
    }

    /** What it said is complete, without a line end too. */
    void pass() {
        mask.pass();
    }

    /** Nothing more comes. */
    void end() {
        mask.end();
    }

    long left() {
        return Math.max(0, visit.maxBytes() - read);
    }
}
