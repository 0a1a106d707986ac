package io.zonekeeper.collector.run;

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
    static final int CAP_BYTES = 64 * 1024;

    private static final int HALF = CAP_BYTES / 2;

    private final Secrets secrets;
    private byte[] head = new byte[2048];
    private int headLength;
    private byte[] tail = new byte[0];
    private long total;
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

    boolean isEmpty() {
        return total == 0;
    }

    private void append(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        int toHead = Math.min(length, HALF - headLength);
        if (toHead > 0) {
            if (headLength + toHead > head.length) {
                head = Arrays.copyOf(head, Math.min(HALF, Math.max(head.length * 2, headLength + toHead)));
            }
            System.arraycopy(bytes, 0, head, headLength, toHead);
            headLength += toHead;
        }
        appendToTail(bytes, Math.max(toHead, length - HALF), length);
        total += length;
        last = bytes[length - 1];
    }

    /** The tail is a ring: byte n of what follows the head stands at n modulo its size. */
    private void appendToTail(byte[] bytes, int from, int to) {
        if (from >= to) {
            return;
        }
        if (tail.length == 0) {
            tail = new byte[HALF];
        }
        int end = (int) ((total + to - HALF) % HALF);
        int start = Math.floorMod(end - (to - from), HALF);
        int first = Math.min(to - from, HALF - start);
        System.arraycopy(bytes, from, tail, start, first);
        System.arraycopy(bytes, from + first, tail, 0, to - from - first);
    }

    /** The dialogue so far. */
    @Override
    public String toString() {
        if (total == headLength) {
            return secrets.mask(PlainText.of(head, headLength));
        }
        if (total <= CAP_BYTES) {
            byte[] all = Arrays.copyOf(head, (int) total);
            System.arraycopy(tail, 0, all, headLength, (int) total - headLength);
            return secrets.mask(PlainText.of(all, all.length));
        }
        byte[] end = new byte[HALF];
        int start = (int) ((total - HALF) % HALF);
        System.arraycopy(tail, start, end, 0, HALF - start);
        System.arraycopy(tail, 0, end, HALF - start, start);
        return "%s\n[... %d bytes left out ...]\n%s"
                .formatted(
                        secrets.maskBeforeCut(PlainText.of(head, head.length)),
                        total - CAP_BYTES,
                        secrets.maskAfterCut(PlainText.of(end, end.length)));
    }
}
