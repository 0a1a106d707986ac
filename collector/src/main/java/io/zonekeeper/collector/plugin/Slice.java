package io.zonekeeper.collector.plugin;

import java.nio.charset.StandardCharsets;

/** A line of ASCII as text, without a copy. Good until it is set to the next. */
final class Slice implements CharSequence {

    private byte[] array = new byte[0];
    private int from;
    private int to;

    void set(byte[] newArray, int newFrom, int newTo) {
        array = newArray;
        from = newFrom;
        to = newTo;
    }

    static boolean isAscii(byte[] array, int from, int to) {
        int signs = 0;
        for (int at = from; at < to; at++) {
            signs |= array[at];
        }
        return signs >= 0;
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        return (char) array[from + index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(array, from + start, end - start, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return new String(array, from, to - from, StandardCharsets.US_ASCII);
    }
}
