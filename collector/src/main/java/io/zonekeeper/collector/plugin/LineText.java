package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A line as a pattern reads it, which knows where its characters stand in bytes. One of ASCII is not copied. What is no UTF-8 reads
 * as U+FFFD. Bytes are not given to RE2/J itself: in its 1.8, {@code ^} matches behind some characters of several bytes. Good until
 * it is set to the next line.
 */
final class LineText {

    private static final char NO_TEXT = '\ufffd';

    private final Slice slice = new Slice();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private CharSequence text = slice;
    private int[] byteAt = new int[0];

    void set(byte[] array, int from, int to) {
        if (isAscii(array, from, to)) {
            slice.set(array, from, to);
            text = slice;
        } else {
            text = decoded(array, from, to);
        }
    }

    boolean isAscii() {
        return text == slice;
    }

    Matcher in(Matcher matcher) {
        return matcher.reset(text);
    }

    /** In characters. */
    int length() {
        return text.length();
    }

    /** Where in bytes, from the beginning of the line, the character stands; there may be one more than there are. */
    int byteAt(int character) {
        return text == slice ? character : byteAt[character];
    }

    private CharSequence decoded(byte[] array, int from, int to) {
        ByteBuffer in = ByteBuffer.wrap(array, from, to - from);
        CharBuffer out = CharBuffer.allocate(to - from);
        byteAt = new int[to - from + 1];
        decoder.reset();
        int known = 0;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            known = locate(out, known);
            if (!result.isError()) {
                break;
            }
            out.put(NO_TEXT);
            known++;
            byteAt[known] = byteAt[known - 1] + result.length();
            in.position(in.position() + result.length());
        }
        return out.flip().toString();
    }

    /** Where the characters from {@code known} on stand, each behind the one before it. */
    private int locate(CharBuffer out, int known) {
        int at = known;
        while (at < out.position()) {
            char c = out.get(at);
            if (Character.isHighSurrogate(c)) {
                byteAt[at + 1] = byteAt[at];
                byteAt[at + 2] = byteAt[at] + 4;
                at += 2;
            } else {
                byteAt[at + 1] = byteAt[at] + (c < 0x80 ? 1 : c < 0x800 ? 2 : 3);
                at++;
            }
        }
        return at;
    }

    private static boolean isAscii(byte[] array, int from, int to) {
        int signs = 0;
        for (int at = from; at < to; at++) {
            signs |= array[at];
        }
        return signs >= 0;
    }

    private static final class Slice implements CharSequence {

        private byte[] array = new byte[0];
        private int from;
        private int to;

        void set(byte[] newArray, int newFrom, int newTo) {
            array = newArray;
            from = newFrom;
            to = newTo;
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
}
