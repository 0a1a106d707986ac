package io.zonekeeper.collector.plugin;

/**
 * Lines that wait, each with its line feed except the last one; the oldest may go as soon as enough stand behind it. Used by one
 * thread.
 */
final class LastLines {

    /** Takes a line out of an array that is only lent. */
    interface Taker {
        void line(byte[] array, int from, int to);
    }

    private static final byte[] NONE = {};

    private final int enough;
    private byte[] bytes = NONE;
    private int from;
    private int to;
    /** Where the oldest line ends; {@code from} while nobody has looked. */
    private int oldestEnd;

    /** @param enough how many bytes at least stay */
    LastLines(int enough) {
        this.enough = enough;
    }

    void add(byte[] line, int length) {
        if (to + length > bytes.length) {
            makeRoom(length);
        }
        System.arraycopy(line, 0, bytes, to, length);
        to += length;
    }

    private void makeRoom(int length) {
        int held = to - from;
        byte[] target = held + length <= bytes.length / 2 ? bytes : new byte[2 * Math.max(enough, held + length)];
        System.arraycopy(bytes, from, target, 0, held);
        bytes = target;
        oldestEnd -= from;
        from = 0;
        to = held;
    }

    /** Takes out the oldest lines without which there are enough. */
    void removeSpare(Taker taker) {
        while (to - endOfOldest() >= enough) {
            remove(taker);
        }
    }

    /** Takes out all of them, oldest first, and the memory they took. */
    void removeAll(Taker taker) {
        while (from < to) {
            remove(taker);
        }
        bytes = NONE;
        from = 0;
        to = 0;
        oldestEnd = 0;
    }

    private void remove(Taker taker) {
        int end = endOfOldest();
        taker.line(bytes, from, end);
        from = end;
        oldestEnd = end;
    }

    private int endOfOldest() {
        if (oldestEnd == from) {
            int at = from;
            while (at < to && bytes[at] != '\n') {
                at++;
            }
            oldestEnd = Math.min(at + 1, to);
        }
        return oldestEnd;
    }
}
