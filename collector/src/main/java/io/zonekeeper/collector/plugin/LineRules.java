package io.zonekeeper.collector.plugin;

import com.google.re2j.Automaton;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.zonekeeper.common.pattern.RequiredLiteral;
import io.zonekeeper.common.platform.PlatformDefinition.LineRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Rules about lines, made fast: a rule is only run on lines that hold a text it needs. Immutable and thread-safe. */
final class LineRules {

    /** Takes byte ranges a rule speaks of, counted within the array; they may overlap and come in any order. */
    interface Ranges {
        void range(int from, int to);
    }

    static final Ranges NOWHERE = (from, to) -> {};
    private static final int ALWAYS = -1;
    /** What {@code \S} is not. */
    private static final String BLANKS = " \t\n\f\r";

    /**
     * @param literal number of the text it needs, or {@link #ALWAYS}
     * @param word whether its one group is the last word of all it finds, so that the group is where the end is
     */
    private record Rule(
            Pattern pattern,
            int literal,
            boolean word,
            @Nullable Pattern until) {

        /** Whether that there is a match says all. */
        boolean isWholeLine() {
            return pattern.groupCount() == 0 && until == null;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private final List<byte[]> texts = new ArrayList<>();
    private final boolean searchesAlways;
    private final boolean opensBlocks;
    /** Made when it is first needed, like the automata: most platforms a collector knows it never meets. */
    private volatile @Nullable Literals literals;
    /** By rule. */
    private final AtomicReferenceArray<@Nullable Automaton> automata;

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
            rules.add(new Rule(
                    rule.line(), number, PatternShape.endsWithWord(rule.line()) && rule.until() == null, rule.until()));
        }
        automata = new AtomicReferenceArray<>(rules.size());
        searchesAlways = always;
        opensBlocks = rules.stream().anyMatch(rule -> rule.until() != null);
    }

    /** Whether a rule speaks of the line, blocks apart. */
    boolean anyHit(byte[] array, int from, int to) {
        return new Scan().line(array, from, to, NOWHERE);
    }

    Scan scan() {
        return new Scan();
    }

    /** Whether what a rule says of a line can reach to the lines behind it. */
    boolean opensBlocks() {
        return opensBlocks;
    }

    private Literals literals() {
        Literals made = literals;
        if (made == null) {
            made = new Literals(texts);
            literals = made;
        }
        return made;
    }

    private Automaton automaton(int number) {
        Automaton made = automata.get(number);
        if (made == null) {
            automata.compareAndSet(number, null, new Automaton(rules.get(number).pattern()));
            made = Objects.requireNonNull(automata.get(number));
        }
        return made;
    }

    /** One pass over a text, line by line in its order. Not thread-safe. */
    final class Scan {

        private final boolean[] seen = new boolean[texts.size()];
        private final Literals needed = literals();
        private final @Nullable Matcher[] matchers = new Matcher[rules.size()];
        private final Line line = new Line();
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
            return line(array, from, to, ranges, false);
        }

        /** Goes past a line nobody asks about: all that counts is which block it opens or ends. */
        void pass(byte[] array, int from, int to) {
            if (opensBlocks) {
                line(array, from, to, NOWHERE, true);
            }
        }

        private boolean line(byte[] array, int from, int to, Ranges ranges, boolean blocksOnly) {
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
            line.set(array, from, end, to, ranges);
            boolean hit = apply(blocksOnly);
            if (any) {
                Arrays.fill(seen, false);
            }
            return hit;
        }

        private boolean apply(boolean blocksOnly) {
            boolean hit = false;
            for (int i = 0; i < matchers.length && open == null; i++) {
                Rule rule = rules.get(i);
                boolean asked = !blocksOnly || rule.until() != null;
                if (asked && (rule.literal() == ALWAYS || seen[rule.literal()])) {
                    hit |= line.isAscii() ? applyToAscii(i) : applyToAny(i);
                }
            }
            return hit;
        }

        private boolean applyToAscii(int number) {
            Rule rule = rules.get(number);
            Automaton automaton = automaton(number);
            int end = line.endOfMatch(automaton, 0);
            if (end == Automaton.NONE) {
                return false;
            }
            if (end == Automaton.UNKNOWN || !rule.word() && !rule.isWholeLine()) {
                return applyToAny(number);
            }
            if (rule.isWholeLine()) {
                line.markFrom(0);
                return true;
            }
            while (end >= 0) {
                line.markWord(end);
                end = end < line.length() ? line.endOfMatch(automaton, end) : Automaton.NONE;
            }
            return end == Automaton.NONE || applyToAny(number);
        }

        private boolean applyToAny(int number) {
            Rule rule = rules.get(number);
            Matcher matcher = line.in(matcher(number));
            int at = 0;
            boolean hit = false;
            while (at <= line.length() && matcher.find(at)) {
                hit = true;
                boolean grouped = matcher.groupCount() > 0;
                if (rule.until() != null) {
                    line.markFrom(grouped ? Math.max(0, matcher.start(1)) : 0);
                    open = rule;
                    return true;
                }
                if (!grouped) {
                    line.markFrom(0);
                    return true;
                }
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    line.mark(matcher.start(group), matcher.end(group));
                }
                at = Math.max(matcher.end(), at + 1);
            }
            return hit;
        }

        private Matcher matcher(int number) {
            Matcher matcher = matchers[number];
            if (matcher == null) {
                matcher = rules.get(number).pattern().matcher("");
                matchers[number] = matcher;
            }
            return matcher;
        }

        private void inBlock(Rule block, byte[] array, int from, int to, Ranges ranges) {
            Pattern until = block.until();
            int end = to;
            if (until != null) {
                line.set(array, from, withoutBlanks(array, from, to), to, ranges);
                Matcher matcher = line.in(until.matcher(""));
                if (matcher.find()) {
                    open = null;
                    end = matcher.groupCount() > 0 && matcher.end(1) >= 0 ? line.position(matcher.end(1)) : to;
                }
            }
            if (end > from) {
                ranges.range(from, end);
            }
        }
    }

    /** The line that is looked at. Positions within it are counted in characters, those told in bytes. */
    private static final class Line {

        private final LineText text = new LineText();
        private byte[] array = new byte[0];
        private int from;
        private int end;
        private int to;
        private Ranges ranges = NOWHERE;

        void set(byte[] newArray, int newFrom, int newEnd, int newTo, Ranges newRanges) {
            array = newArray;
            from = newFrom;
            end = newEnd;
            to = newTo;
            ranges = newRanges;
            text.set(array, from, end);
        }

        boolean isAscii() {
            return text.isAscii();
        }

        /** Of a line of ASCII. */
        int endOfMatch(Automaton automaton, int at) {
            int match = automaton.find(array, from, end, from + at);
            return match < 0 ? match : match - from;
        }

        Matcher in(Matcher matcher) {
            return text.in(matcher);
        }

        int length() {
            return text.length();
        }

        int position(int character) {
            return from + text.byteAt(character);
        }

        void mark(int start, int stop) {
            if (start >= 0 && stop > start) {
                ranges.range(position(start), position(stop));
            }
        }

        /** Up to its line feed. */
        void markFrom(int start) {
            ranges.range(position(start), to);
        }

        void markWord(int stop) {
            int last = position(stop);
            int first = last;
            while (BLANKS.indexOf(array[first - 1]) < 0) {
                first--;
            }
            ranges.range(first, last);
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
