package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.zonekeeper.common.pattern.RequiredLiteral;
import io.zonekeeper.common.platform.PlatformDefinition.LineRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules about lines, made fast: a rule is only run on lines that hold a text it needs. Immutable and thread-safe. */
final class LineRules {

    /** Takes byte ranges a rule speaks of; they may overlap and come in any order within a line. */
    interface Ranges {
        void range(int from, int to);
    }

    private record Rule(
            Pattern line,
            RequiredLiteral.@Nullable Literal literal,
            @Nullable Pattern until) {}

    private final List<Rule> rules;

    LineRules(List<LineRule> rules) {
        this.rules = rules.stream()
                .map(rule -> new Rule(rule.line(), literal(rule.line()), rule.until()))
                .toList();
    }

    private static RequiredLiteral.@Nullable Literal literal(Pattern pattern) {
        return RequiredLiteral.of(pattern.pattern())
                .map(literal -> new RequiredLiteral.Literal(
                        new String(literal.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                        literal.ignoreCase()))
                .orElse(null);
    }

    /** Whether a rule speaks of the line, blocks apart. */
    boolean anyHit(byte[] text, int from, int to) {
        return new Scan().line(text, from, to, (start, end) -> {});
    }

    Scan scan() {
        return new Scan();
    }

    /** One pass over a text, line by line in its order. Not thread-safe. */
    final class Scan {

        private @Nullable Rule open;

        /**
         * Blanks at the end of the line are not looked at.
         *
         * @return whether any rule speaks of the line from {@code from} up to its line feed at {@code to}
         */
        boolean line(byte[] text, int from, int to, Ranges ranges) {
            if (rules.isEmpty()) {
                return false;
            }
            Rule block = open;
            if (block != null) {
                inBlock(block, text, from, to, ranges);
                return true;
            }
            Line line = new Line(text, from, to);
            boolean hit = false;
            for (Rule rule : rules) {
                if (line.mayMatch(rule) && apply(rule, line, ranges)) {
                    hit = true;
                    if (open != null) {
                        return true;
                    }
                }
            }
            return hit;
        }

        private boolean apply(Rule rule, Line line, Ranges ranges) {
            Matcher matcher = rule.line().matcher(line.bytes());
            int at = 0;
            boolean hit = false;
            while (at <= line.length() && matcher.find(at)) {
                hit = true;
                if (rule.until() != null) {
                    int start = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? matcher.start(1) : 0;
                    ranges.range(line.from + start, line.to);
                    open = rule;
                    return true;
                }
                if (matcher.groupCount() == 0) {
                    ranges.range(line.from, line.to);
                    return true;
                }
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    if (matcher.start(group) >= 0 && matcher.end(group) > matcher.start(group)) {
                        ranges.range(line.from + matcher.start(group), line.from + matcher.end(group));
                    }
                }
                at = Math.max(matcher.end(), at + 1);
            }
            return hit;
        }

        private void inBlock(Rule block, byte[] text, int from, int to, Ranges ranges) {
            Pattern until = block.until();
            int end = to;
            if (until != null) {
                Matcher matcher = until.matcher(Arrays.copyOfRange(text, from, withoutBlanks(text, from, to)));
                if (matcher.find()) {
                    open = null;
                    end = matcher.groupCount() > 0 && matcher.end(1) >= 0 ? from + matcher.end(1) : to;
                }
            }
            if (end > from) {
                ranges.range(from, end);
            }
        }
    }

    private static int withoutBlanks(byte[] text, int from, int to) {
        int end = to;
        while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\t')) {
            end--;
        }
        return end;
    }

    private static final class Line {

        private final byte[] text;
        private final int from;
        private final int to;
        private final int end;
        private final String latin;
        private @Nullable String lower;
        private byte @Nullable [] bytes;

        Line(byte[] text, int from, int to) {
            this.text = text;
            this.from = from;
            this.to = to;
            this.end = withoutBlanks(text, from, to);
            this.latin = new String(text, from, end - from, StandardCharsets.ISO_8859_1);
        }

        int length() {
            return end - from;
        }

        byte[] bytes() {
            byte[] copy = bytes;
            if (copy == null) {
                copy = Arrays.copyOfRange(text, from, end);
                bytes = copy;
            }
            return copy;
        }

        boolean mayMatch(Rule rule) {
            RequiredLiteral.Literal literal = rule.literal();
            if (literal == null) {
                return true;
            }
            return (literal.ignoreCase() ? lower() : latin).contains(literal.text());
        }

        private String lower() {
            String lowered = lower;
            if (lowered == null) {
                byte[] ascii = Arrays.copyOfRange(text, from, end);
                for (int i = 0; i < ascii.length; i++) {
                    if (ascii[i] >= 'A' && ascii[i] <= 'Z') {
                        ascii[i] += 32;
                    }
                }
                lowered = new String(ascii, StandardCharsets.ISO_8859_1);
                lower = lowered;
            }
            return lowered;
        }
    }
}
