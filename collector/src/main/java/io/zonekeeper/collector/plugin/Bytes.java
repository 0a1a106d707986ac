package io.zonekeeper.collector.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that grow piece by piece, so that growing copies nothing and no piece is large. Used by one thread. */
public final class Bytes {

    private static final int PIECE = 1 << 15;
    private static final int FIRST = 1 << 10;

    private byte[][] pieces = new byte[8][];
    private int size;

    public Bytes() {}

    /** A copy of what is given. */
    public static Bytes of(byte[] content) {
        Bytes bytes = new Bytes();
        bytes.add(content, 0, content.length);
        return bytes;
    }

    /** Takes lines as slices of arrays that are only lent. */
    interface Lines {

        /**
         * @param from where the line begins in the array
         * @param to its line feed, or the end of all
         * @param at where it begins among all bytes
         */
        void line(byte[] array, int from, int to, int at);
    }

    /** Says of lines whether they stay. */
    interface Choice {
        boolean keeps(byte[] array, int from, int to);
    }

    public int size() {
        return size;
    }

    public void add(byte[] source, int from, int to) {
        int at = from;
        while (at < to) {
            int within = within(size);
            byte[] piece = pieceFor(size, to - at);
            int count = Math.min(to - at, piece.length - within);
            System.arraycopy(source, at, piece, within, count);
            at += count;
            size += count;
        }
    }

    void add(byte b) {
        pieceFor(size, 1)[within(size)] = b;
        size++;
    }

    byte get(int at) {
        return pieces[at / PIECE][within(at)];
    }

    void cutTo(int length) {
        if (length >= size) {
            return;
        }
        size = length;
        int first = (length + PIECE - 1) / PIECE;
        Arrays.fill(pieces, Math.min(first, pieces.length), pieces.length, null);
    }

    byte[] range(int from, int to) {
        byte[] range = new byte[to - from];
        int at = from;
        while (at < to) {
            int count = Math.min(to - at, PIECE - within(at));
            System.arraycopy(pieces[at / PIECE], within(at), range, at - from, count);
            at += count;
        }
        return range;
    }

    /** Goes through the lines from {@code start} on, where one begins; only a line that lies in two pieces is copied. */
    void forEachLine(int start, Lines lines) {
        byte[] torn = null;
        int tornLength = 0;
        int lineStart = start;
        int at = start;
        int end = size;
        while (at < end) {
            int base = at - within(at);
            byte[] piece = pieces[at / PIECE];
            int stop = Math.min(end - base, PIECE);
            int from = within(at);
            for (int i = from; i < stop; i++) {
                if (piece[i] != '\n') {
                    continue;
                }
                int next = base + i + 1;
                if (tornLength == 0) {
                    lines.line(piece, from, i, lineStart);
                } else {
                    torn = joined(torn, tornLength, piece, from, i);
                    lines.line(torn, 0, tornLength + i - from, lineStart);
                    tornLength = 0;
                }
                from = i + 1;
                lineStart = next;
            }
            if (from < stop) {
                torn = joined(torn, tornLength, piece, from, stop);
                tornLength += stop - from;
            }
            at = base + stop;
        }
        if (torn != null && tornLength > 0) {
            lines.line(torn, 0, tornLength, lineStart);
        }
    }

    private static byte[] joined(byte @Nullable [] torn, int length, byte[] piece, int from, int to) {
        int needed = length + to - from;
        byte[] joined = torn == null ? new byte[Math.max(FIRST, needed)] : torn;
        if (needed > joined.length) {
            joined = Arrays.copyOf(joined, Math.max(needed, joined.length * 2));
        }
        System.arraycopy(piece, from, joined, length, to - from);
        return joined;
    }

    /** Takes lines out where they are; each ends with a line feed. */
    void keepLines(Choice choice) {
        int[] kept = {0};
        forEachLine(0, (array, from, to, at) -> {
            if (!choice.keeps(array, from, to)) {
                return;
            }
            if (kept[0] != at) {
                put(array, from, to, kept[0]);
                pieces[(kept[0] + to - from) / PIECE][within(kept[0] + to - from)] = '\n';
            }
            kept[0] += to - from + 1;
        });
        cutTo(kept[0]);
    }

    /** Over bytes that were read already. */
    private void put(byte[] source, int from, int to, int target) {
        int at = from;
        int into = target;
        while (at < to) {
            int count = Math.min(to - at, PIECE - within(into));
            System.arraycopy(source, at, pieces[into / PIECE], within(into), count);
            at += count;
            into += count;
        }
    }

    /** Whether nothing but blanks and line feeds stands from there on. */
    boolean isBlank(int from) {
        return isBlank(from, size);
    }

    boolean isBlank(int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = get(at);
            if (b != ' ' && b != '\t' && b != '\n') {
                return false;
            }
        }
        return true;
    }

    /** All of it in one piece, copied. */
    public byte[] toArray() {
        return range(0, size);
    }

    public void writeTo(OutputStream out) throws IOException {
        for (int at = 0; at < size; at += PIECE) {
            out.write(pieces[at / PIECE], 0, Math.min(PIECE, size - at));
        }
    }

    private byte[] pieceFor(int at, int more) {
        int index = at / PIECE;
        if (index == pieces.length) {
            pieces = Arrays.copyOf(pieces, pieces.length * 2);
        }
        byte[] piece = pieces[index];
        if (piece == null) {
            piece = new byte[index == 0 ? Math.min(PIECE, Math.max(FIRST, more)) : PIECE];
        } else if (within(at) == piece.length) {
            piece = Arrays.copyOf(piece, Math.min(PIECE, Math.max(2 * piece.length, piece.length + more)));
        }
        pieces[index] = piece;
        return piece;
    }

    private static int within(int at) {
        return at & (PIECE - 1);
    }
}
