package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;

/** What the text of a pattern says of all it can match. Where in doubt it says nothing. */
final class PatternShape {

    private static final String WORD = " (\\S+)";

    private PatternShape() {}

    /** Whether its one group is the last word of all it finds. */
    static boolean endsWithWord(Pattern line) {
        String pattern = line.pattern();
        String body = pattern.endsWith(")$") ? pattern.substring(0, pattern.length() - 1) : pattern;
        return body.endsWith(WORD) && line.groupCount() == 1 && !mayChoose(body);
    }

    /** Whether one of several patterns may be enough; true where that is hard to read. */
    private static boolean mayChoose(String pattern) {
        int depth = 0;
        for (int at = 0; at < pattern.length(); at++) {
            switch (pattern.charAt(at)) {
                case '\\' -> {
                    at++;
                    if (pattern.charAt(at) == 'Q') {
                        return true;
                    }
                }
                case '[' -> {
                    int end = pattern.indexOf(']', at + 2);
                    if (end < 0 || pattern.substring(at + 1, end).chars().anyMatch(c -> "\\[(|)".indexOf(c) >= 0)) {
                        return true;
                    }
                    at = end;
                }
                case '(' -> depth++;
                case ')' -> depth--;
                case '|' -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }
}
