package io.zonekeeper.collector.run;

import java.nio.charset.StandardCharsets;

/** What a terminal shows of bytes meant for it, without the art: text and line ends alone. */
final class PlainText {

    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';

    /** Reads UTF-8; what is none becomes {@code ?}, so that no text grows by being read. */
    static String of(byte[] bytes, int length) {
        byte[] kept = new byte[length];
        int count = 0;
        for (int at = 0; at < length; at++) {
            byte b = bytes[at];
            if (b < 0 || b == ESCAPE) {
                return ofArt(new String(bytes, 0, length, StandardCharsets.UTF_8));
            }
            if (isShown((char) b)) {
                kept[count++] = b;
            }
        }
        return new String(kept, 0, count, StandardCharsets.US_ASCII);
    }

    private static String ofArt(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ESCAPE) {
                at = afterEscape(text, at + 1);
                continue;
            }
            if (c == '\uFFFD') {
                plain.append('?');
            } else if (isShown(c)) {
                plain.append(c);
            }
            at++;
        }
        return plain.toString();
    }

    private static boolean isShown(char c) {
        return c == '\n' || c == '\t' || !Character.isISOControl(c);
    }

    private static int afterEscape(String text, int at) {
        if (at >= text.length()) {
            return at;
        }
        return switch (text.charAt(at)) {
            case '[' -> afterControlSequence(text, at + 1);
            case ']' -> afterOperatingSystemCommand(text, at + 1);
            case '(', ')', '#' -> Math.min(at + 2, text.length());
            default -> at + 1;
        };
    }

    private static int afterControlSequence(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '?') {
            at++;
        }
        return Math.min(at + 1, text.length());
    }

    /** Ends with a bell or an escape; one without an end within the line is taken for text. */
    private static int afterOperatingSystemCommand(String text, int from) {
        for (int at = from; at < text.length() && text.charAt(at) != '\n'; at++) {
            if (text.charAt(at) == BELL) {
                return at + 1;
            }
            if (text.charAt(at) == ESCAPE) {
                return Math.min(at + 2, text.length());
            }
        }
        return from;
    }

    private PlainText() {}
}
