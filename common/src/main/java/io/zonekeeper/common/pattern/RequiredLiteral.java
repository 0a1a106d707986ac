package io.zonekeeper.common.pattern;

import java.util.Optional;

/**
 * Finds a text that stands in everything an RE2 pattern matches, so that a search for the text spares most runs of the pattern.
 * Where in doubt it finds none.
 */
public final class RequiredLiteral {

    /** @param ignoreCase the text is in lower case and compared so */
    public record Literal(String text, boolean ignoreCase) {}

    private static final int SHORTEST = 2;
    private static final String IGNORE_CASE = "(?i)";

    private final String pattern;
    private int at;
    private String longest = "";
    private final StringBuilder run = new StringBuilder();

    private RequiredLiteral(String pattern) {
        this.pattern = pattern;
    }

    /** @param pattern one that compiles; it may begin with {@code (?i)} */
    public static Optional<Literal> of(String pattern) {
        boolean ignoreCase = pattern.startsWith(IGNORE_CASE);
        RequiredLiteral search = new RequiredLiteral(ignoreCase ? pattern.substring(IGNORE_CASE.length()) : pattern);
        if (!search.sequence() || search.longest.length() < SHORTEST) {
            return Optional.empty();
        }
        boolean plain = search.longest.chars().allMatch(c -> c < 0x80);
        if (ignoreCase && !plain) {
            return Optional.empty();
        }
        return Optional.of(new Literal(ignoreCase ? lower(search.longest) : search.longest, ignoreCase));
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder();
        text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return lower.toString();
    }

    /** Reads to the end or to a closing parenthesis; false if nothing can be said. */
    private boolean sequence() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            boolean readable =
                    switch (c) {
                        case ')' -> {
                            end();
                            yield true;
                        }
                        case '|' -> false;
                        case '(' -> group();
                        case '[' -> {
                            end();
                            yield skipClass() && skipRepetition();
                        }
                        case '\\' -> escape();
                        case '.', '^', '$' -> {
                            end();
                            at++;
                            yield skipRepetition();
                        }
                        default -> {
                            at++;
                            yield literal(c);
                        }
                    };
            if (!readable) {
                return false;
            }
            if (c == ')') {
                return true;
            }
        }
        end();
        return true;
    }

    private boolean literal(char c) {
        if (at < pattern.length() && "*?{".indexOf(pattern.charAt(at)) >= 0) {
            end();
            return skipRepetition();
        }
        run.append(c);
        if (at < pattern.length() && pattern.charAt(at) == '+') {
            end();
            return skipRepetition();
        }
        return true;
    }

    private boolean escape() {
        if (at + 1 >= pattern.length()) {
            return false;
        }
        char c = pattern.charAt(at + 1);
        at += 2;
        if ("dDsSwWbB".indexOf(c) >= 0) {
            end();
            return skipRepetition();
        }
        return !Character.isLetterOrDigit(c) && literal(c);
    }

    /** A group that is surely there is read like the rest; any other is passed over. */
    private boolean group() {
        end();
        int start = at;
        String before = longest;
        at++;
        if (pattern.startsWith("?P<", at)) {
            at = pattern.indexOf('>', at) + 1;
        } else if (pattern.startsWith("?:", at)) {
            at += 2;
        } else if (pattern.startsWith("?", at)) {
            return false;
        }
        boolean readable = sequence();
        run.setLength(0);
        if (!readable) {
            longest = before;
            at = start;
            return skipGroup() && skipRepetition();
        }
        if (at >= pattern.length()) {
            return false;
        }
        at++;
        if (at < pattern.length() && "*?{".indexOf(pattern.charAt(at)) >= 0) {
            longest = before;
        }
        return skipRepetition();
    }

    private boolean skipGroup() {
        int depth = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                if (at + 1 < pattern.length() && pattern.charAt(at + 1) == 'Q') {
                    return false;
                }
                at += 2;
                continue;
            }
            if (c == '[') {
                if (!skipClass()) {
                    return false;
                }
                continue;
            }
            at++;
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean skipClass() {
        at++;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (pattern.startsWith("[:", at)) {
                int end = pattern.indexOf(":]", at);
                if (end < 0) {
                    return false;
                }
                at = end + 2;
            } else {
                at++;
                if (c == ']' && !first) {
                    return true;
                }
            }
            first = false;
        }
        return false;
    }

    private boolean skipRepetition() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '{') {
                int end = pattern.indexOf('}', at);
                if (end < 0) {
                    return false;
                }
                at = end + 1;
            } else if (c == '*' || c == '+' || c == '?') {
                at++;
            } else {
                return true;
            }
        }
        return true;
    }

    private void end() {
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
    }
}
