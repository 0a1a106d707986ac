package com.google.re2j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomatonTest {

    private static final String[] PARTS = {
        "ab",
        "c",
        "x",
        "(ab|c)",
        "(ab)?",
        "(ab)??",
        "(?:cx)+",
        "(?:cx)+?",
        "[a-c]",
        "[^a]",
        "\\w",
        "\\S+",
        "\\S+?",
        "\\s",
        "\\d*",
        ".",
        ".*",
        ".*?",
        "b*",
        "x{1,2}",
        "x{2,}?",
        "^",
        "$",
        "\\b",
        "\\B",
        "\\A",
        "\\z",
        "a{0}",
        "|",
        "(",
        "(?:",
        ")",
        "(?i)",
        "(?m)",
        "(?s)",
        "(?-s)",
        "[^]x]",
        "(a(b)?c)",
        "_",
        " ",
        "\\."
    };

    /** What the library finds, from every place of the line on. */
    @Test
    void findsWhatTheMatcherFinds() {
        Random random = new Random(23);
        int patterns = 0;
        int matches = 0;
        while (patterns < 4_000) {
            StringBuilder regex = new StringBuilder();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                regex.append(PARTS[random.nextInt(PARTS.length)]);
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex.toString());
            } catch (PatternSyntaxException e) {
                continue;
            }
            patterns++;
            Automaton automaton = new Automaton(pattern);
            for (int round = 0; round < 12; round++) {
                matches += compare(pattern, automaton, line(random), random.nextInt(3));
            }
        }
        assertThat(matches).isGreaterThan(20_000);
    }

    private static String line(Random random) {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(14); i > 0; i--) {
            line.append("abcxabcxABCX1_. \t\n".charAt(random.nextInt(17)));
        }
        return line.toString();
    }

    private static int compare(Pattern pattern, Automaton automaton, String line, int before) {
        byte[] bytes = ("b".repeat(before) + line + "abc").getBytes(StandardCharsets.US_ASCII);
        int matches = 0;
        for (int at = 0; at <= line.length(); at++) {
            Matcher matcher = pattern.matcher(line);
            int expected = matcher.find(at) ? before + matcher.end() : Automaton.NONE;
            assertThat(automaton.find(bytes, before, before + line.length(), before + at))
                    .as("%s in \"%s\" from %d on", pattern, line, at)
                    .isEqualTo(expected);
            matches += expected == Automaton.NONE ? 0 : 1;
        }
        return matches;
    }

    /** A state for each thing the last thirteen characters may have been; and a program that would make large ones. */
    @ParameterizedTest
    @ValueSource(strings = {"[ab]*a[ab]{12}c", "(?:abc|abd){200}"})
    void keepsFewStatesAndSaysWhereTheyAreNotEnough(String regex) {
        Automaton automaton = new Automaton(Pattern.compile(regex));
        Random random = new Random(5);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            line.append(random.nextBoolean() ? 'a' : 'b');
        }
        byte[] bytes = line.toString().getBytes(StandardCharsets.US_ASCII);

        assertThat(automaton.find(bytes, 0, bytes.length, 0)).isEqualTo(Automaton.UNKNOWN);
    }

    @Test
    void isMadeByManyAtOnce() {
        Pattern pattern = Pattern.compile("\\b(?:key|secret)(?: \\d+)? (\\S+)");
        Automaton automaton = new Automaton(pattern);
        String line = "set key 7 " + "0123456789abcdef".repeat(4) + " secret x";

        assertThat(IntStream.range(0, 20_000).parallel().map(round -> compare(pattern, automaton, line, 0)))
                .allMatch(matches -> matches > 0);
    }
}
