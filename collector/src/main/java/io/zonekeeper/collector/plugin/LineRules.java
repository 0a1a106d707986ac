package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.zonekeeper.common.pattern.RequiredLiteral;
import io.zonekeeper.common.platform.PlatformDefinition.LineRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules about lines, made fast: a rule is only run on lines that hold a text it needs. Immutable and thread-safe. */
final class LineRules {

    /** Takes byte ranges a rule speaks of, counted within the array; they may overlap and come in any order. */
    interface Ranges {
        void range(int from, int to);
    }

    static final Ranges NOWHERE = (from, to) -> {};
    private static final int ALWAYS = -1;

    /** @param literal number of the text it needs, or {@link #ALWAYS} */
    private record Rule(Pattern line, int literal, @Nullable Pattern until) {}

    private final List<Rule> rules = new ArrayList<>();
    private final List<byte[]> texts = new ArrayList<>();
    private final boolean searchesAlways;
    /** Made when it is first needed: most platforms a collector knows it never meets. */
    private volatile @Nullable Literals literals;

    LineRules(List<LineRule> lineRules) {
        boolean always = false;
        for (LineRule rule : lineRules) {
            int number = ALWAYS;
            var literal = RequiredLiteral.of(rule.line().pattern());
            if (literal.isPresent()) {
                number = texts.size();
                texts.add(literal.get().text().getBytes(StandardCharsets.UTF_8));
            }
            always |= number == ALWAYS;
            rules.add(new Rule(rule.line(), number, rule.until()));
        }
        searchesAlways = always;
    }

    /** Whether a rule speaks of the line, blocks apart. */
    boolean anyHit(byte[] array, int from, int to) {
        return new Scan().line(array, from, to, NOWHERE);
    }

    Scan scan() {
        return new Scan();
    }

    private Literals literals() {
        Literals made = literals;
        if (made == null) {
            made = new Literals(texts);
            literals = made;
        }
        return made;
    }

    /** One pass over a text, line by line in its order. Not thread-safe. */
    final class Scan {

        private final boolean[] seen = new boolean[texts.size()];
        private final Literals needed = literals();
        private final @Nullable Matcher[] matchers = new Matcher[rules.size()];
        private final Slice slice = new Slice();
        private @Nullable Rule open;

        /** As below, with nobody told where. */
        boolean line(byte[] array, int from, int to) {
            return line(array, from, to, NOWHERE);
        }

        /**
         * Blanks at the end of the line are not looked at.
         *
         * @return whether any rule speaks of the line from {@code from} up to its line feed at {@code to}
         */
        boolean line(byte[] array, int from, int to, Ranges ranges) {
            Rule block = open;
            if (block != null) {
                inBlock(block, array, from, to, ranges);
                return true;
            }
            int end = withoutBlanks(array, from, to);
            boolean any = seen.length > 0 && needed.search(array, from, end, seen);
            if (!any && !searchesAlways) {
                return false;
            }
            boolean hit = apply(array, from, end, to, ranges);
            if (any) {
                Arrays.fill(seen, false);
            }
            return hit;
        }

        private boolean apply(byte[] array, int from, int end, int to, Ranges ranges) {
            byte[] copy = null;
            if (Slice.isAscii(array, from, end)) {
                slice.set(array, from, end);
            } else {
                copy = Arrays.copyOfRange(array, from, end);
            }
            boolean hit = false;
            for (int i = 0; i < matchers.length && open == null; i++) {
                Rule rule = rules.get(i);
                if (rule.literal() == ALWAYS || seen[rule.literal()]) {
                    Matcher matcher = matchers[i];
                    if (matcher == null) {
                        matcher = rule.line().matcher("");
                        matchers[i] = matcher;
                    }
                    Matcher ready = copy == null ? matcher.reset(slice) : matcher.reset(copy);
                    hit |= apply(rule, ready, from, end - from, to, ranges);
                }
            }
            return hit;
        }

        private boolean apply(Rule rule, Matcher matcher, int from, int length, int to, Ranges ranges) {
            int at = 0;
            boolean hit = false;
            while (at <= length && matcher.find(at)) {
                hit = true;
                if (rule.until() != null) {
                    int start = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? matcher.start(1) : 0;
                    ranges.range(from + start, to);
                    open = rule;
                    return true;
                }
                if (matcher.groupCount() == 0) {
                    ranges.range(from, to);
                    return true;
                }
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    if (matcher.start(group) >= 0 && matcher.end(group) > matcher.start(group)) {
                        ranges.range(from + matcher.start(group), from + matcher.end(group));
                    }
                }
                at = Math.max(matcher.end(), at + 1);
            }
            return hit;
        }

        private void inBlock(Rule block, byte[] array, int from, int to, Ranges ranges) {
            Pattern until = block.until();
            int end = to;
            if (until != null) {
                Matcher matcher = until.matcher(Arrays.copyOfRange(array, from, withoutBlanks(array, from, to)));
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

    /** Where the line ends if blanks at its end do not count. */
    static int withoutBlanks(byte[] array, int from, int to) {
        int end = to;
        while (end > from && (array[end - 1] == ' ' || array[end - 1] == '\t')) {
            end--;
        }
        return end;
    }
}
