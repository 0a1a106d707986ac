package io.zonekeeper.collector.run;

import io.zonekeeper.collector.plugin.TranscriptSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A dialogue as an operator reads it: what was sent as lines beginning with {@code "> "}, what was received as text without
 * control sequences, known secrets as {@code *****}. Of a long dialogue head and tail are kept.
 *
 * <p>Bytes are kept as they came and read once, at the end, so that neither a secret nor a character is torn by how they
 * arrived. Used by one thread.
 */
final class Transcript {

    /** Of head and tail together, before masks. */
    static final int CAP_BYTES = 2 * TranscriptSink.KEPT_BYTES;

    private static final int HALF = TranscriptSink.KEPT_BYTES;

    private final Secrets secrets;
    private byte[] head = new byte[2048];
    private int headLength;
    /** A ring. */
    private byte[] tail = new byte[0];

    private int tailEnd;
    private int tailLength;
    /** Bytes between head and tail. */
    private long leftOut;

    private byte last = '\n';

    Transcript(Secrets secrets) {
        this.secrets = secrets;
    }

    void sent(String shown) {
        byte[] line = "%s> %s\n"
                .formatted(last == '\n' ? "" : "\n", secrets.mask(shown).stripTrailing())
                .getBytes(StandardCharsets.UTF_8);
        append(line, line.length);
    }

    void received(byte[] bytes, int length) {
        append(bytes, length);
    }

    /** As many bytes came that nobody is to see; what comes now stands behind the gap. */
    void leftOut(long bytes) {
        leftOut += bytes + tailLength;
        tailLength = 0;
        last = '\n';
    }

    boolean isEmpty() {
        return headLength == 0 && leftOut == 0;
    }

    private void append(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        int toHead = leftOut == 0 ? Math.min(length, HALF - headLength) : 0;
        if (toHead > 0) {
            if (headLength + toHead > head.length) {
                head = Arrays.copyOf(head, Math.min(HALF, Math.max(head.length * 2, headLength + toHead)));
            }
            System.arraycopy(bytes, 0, head, headLength, toHead);
            headLength += toHead;
        }
        appendToTail(bytes, toHead, length);
        last = bytes[length - 1];
    }

    private void appendToTail(byte[] bytes, int from, int to) {
        if (from >= to) {
            return;
        }
        if (tail.length == 0) {
            tail = new byte[HALF];
        }
        int kept = Math.min(to - from, HALF);
        int first = Math.min(kept, HALF - tailEnd);
        System.arraycopy(bytes, to - kept, tail, tailEnd, first);
        System.arraycopy(bytes, to - kept + first, tail, 0, kept - first);
        tailEnd = (tailEnd + kept) % HALF;
        int length = Math.min(HALF, tailLength + kept);
        leftOut += tailLength + to - from - length;
        tailLength = length;
    }

    /** The dialogue so far. */
    @Override
    public String toString() {
        byte[] all = Arrays.copyOf(head, headLength + tailLength);
        int start = Math.floorMod(tailEnd - tailLength, HALF);
        int first = Math.min(tailLength, HALF - start);
        System.arraycopy(tail, start, all, headLength, first);
        System.arraycopy(tail, 0, all, headLength + first, tailLength - first);
        if (leftOut == 0) {
            return secrets.mask(PlainText.of(all, all.length));
        }
        byte[] end = Arrays.copyOfRange(all, headLength, all.length);
        return "%s\n[... %d bytes left out ...]\n%s"
                .formatted(
                        secrets.maskBeforeCut(PlainText.of(head, headLength)),
                        leftOut,
                        secrets.maskAfterCut(PlainText.of(end, end.length)));
    }
}
