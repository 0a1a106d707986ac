package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.zonekeeper.common.pattern.RequiredLiteral;
import io.zonekeeper.common.platform.PlatformDefinition.LineRule;
import io.zonekeeper.common.result.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineRulesTest {

    static Stream<Arguments> literals() {
        return Stream.of(
                arguments("^snmp-server community (\\S+)", "snmp-server community "),
                arguments("ab|bc", null),
                arguments("(?:enable|line) secret (\\S+)", " secret "),
                arguments("(?i)PassWord: ?$", "password:"),
                arguments("colou?r", "colo"),
                arguments("(optional)?required", "required"),
                arguments("(needed)+ x", "needed"),
                arguments("xx{2}yes", "yes"),
                arguments("[abc]literal\\.dot", "literal.dot"),
                arguments("\\Qquoted\\E", null),
                arguments("\\pLetters", null),
                arguments("(?P<name>host)x", "host"),
                arguments("(?s)dot", null),
                arguments("ab+cd", "ab"),
                arguments("(?i)caf\u00e9s", null),
                arguments("a", null));
    }

    @ParameterizedTest
    @MethodSource("literals")
    void findsATextThatStandsInEveryMatch(String pattern, @Nullable String literal) {
        assertThat(RequiredLiteral.of(pattern)
                        .map(RequiredLiteral.Literal::text)
                        .orElse(null))
                .isEqualTo(literal);
    }

    @Test
    void neverHidesALineThatMatches() {
        String[] parts = {
            "ab",
            "cd",
            "x",
            "(ab|cd)",
            "(ab)?",
            "(?:cd)+",
            "[a-c]",
            "\\w",
            "\\.",
            ".",
            "b*",
            "x{1,2}",
            "^",
            "a{0}",
            "|",
            "(",
            ")",
            "(?P<g>x)",
            "[^]x]",
            "c+",
            "(a(b)?c)",
            "\\s"
        };
        Random random = new Random(11);
        int compared = 0;
        for (int round = 0; round < 60_000; round++) {
            StringBuilder regex = new StringBuilder(random.nextInt(4) == 0 ? "(?i)" : "");
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                regex.append(parts[random.nextInt(parts.length)]);
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex.toString());
            } catch (PatternSyntaxException e) {
                continue;
            }
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < random.nextInt(10); i++) {
                line.append("abcdxABCDX. ".charAt(random.nextInt(12)));
            }
            RequiredLiteral.of(regex.toString()).ifPresent(literal -> {
                if (pattern.matcher(line).find()) {
                    String searched = literal.ignoreCase() ? line.toString().toLowerCase(Locale.ROOT) : line.toString();
                    assertThat(searched).as("%s", regex).contains(literal.text());
                }
            });
            compared++;
        }
        assertThat(compared).isGreaterThan(10_000);
    }

    @Test
    void marksTheGroupsOfEveryMatchInBytes() {
        LineRules rules = new LineRules(List.of(new LineRule(Pattern.compile("://\\w+:(\\S+?)@"), null)));

        assertThat(spans(rules, "caf\u00e9 http://a:secret@x ftp://b:caf\u00e9@y\n"))
                .containsExactly("secret", "caf\u00e9");
    }

    /** What is marked by where a match ends is what its group says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^key (\\S+)",
                "^key(?: \\d+)? (\\S+)$",
                "^key a(\\S+)",
                "^key? (\\S+)",
                "^key \\b(\\S+)",
                "^key(?:\\b| )a? *(\\S+)",
                "^key +(\\S+)",
                "^key (?:a|b) *(\\S+)",
                "^key a (\\S+)|b (\\S+)",
                "^ (?i)KEY (\\S+)",
                "key (?:a|b)? ?(\\S+)",
                "\\bkey .*(?:a|b) (\\S+)",
                "^\\s+key (\\S+)",
                "^\\s*key(?: \\d+)? (\\S+)",
                "^\\s+key(?: \\d+)? (\\S+)$",
                "^\\s* key (\\S+)",
                "^\\s*key\\b(\\s+\\S+)",
                "^\\s+key \\d*(\\S+)",
                "^\\s*(key \\S+)",
                "^key a (\\S+)",
                "\\bkey (a|7) (\\S)",
                "\\bkey\\b(\\s+\\S+)",
                "\\bkey \\d*(\\S+)",
                "\\b key (\\S+)",
                "a|key (\\S+)",
                "[a(]b|key (\\S+)",
                "\\Q(\\Eb|key (\\S+)",
                "(?:b (\\S+))",
                "(a) (\\S+)",
                "a? (\\S+)"
            })
    void marksWhatTheGroupsOfAPatternSay(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        LineRules rules = new LineRules(List.of(new LineRule(compiled, null)));
        Random random = new Random(7);
        String[] parts = {
            "key ",
            "key ",
            "key ",
            "_",
            " ",
            " ",
            "a",
            "b",
            " a ",
            "7",
            "\t",
            "caf\u00e9",
            "(b",
            "\ud83d\udd11",
            "\u00a0"
        };
        int marked = 0;
        for (int round = 0; round < 5_000; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                line.append(parts[random.nextInt(parts.length)]);
            }
            String text = line.toString().replaceAll("[ \t]+$", "");
            List<String> expected = new ArrayList<>();
            Matcher matcher = compiled.matcher(text);
            for (int at = 0; at <= text.length() && matcher.find(at); ) {
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    if (matcher.start(group) >= 0) {
                        expected.add(matcher.group(group));
                    }
                }
                at = Math.max(matcher.end(), at + 1);
            }
            assertThat(spans(rules, text + "\n"))
                    .as("%s in \"%s\"", pattern, text)
                    .isEqualTo(expected);
            marked += expected.size();
        }
        assertThat(marked).isPositive();
    }

    /** RE2/J finds "key b" behind the two bytes of the no-break space if it is given bytes, and then cannot say where. */
    @Test
    void theBeginningOfALineIsNowhereElse() {
        LineRules rules = new LineRules(List.of(new LineRule(Pattern.compile("^\\s+key ([^ ]+)$"), null)));

        assertThat(spans(rules, "\tkey \u00a0\tkey b\n \u00a0 key \ud83d\udd11\n"))
                .isEmpty();
        assertThat(spans(rules, "\tkey \ud83d\udd11\u00a0b\n")).containsExactly("\ud83d\udd11\u00a0b");
    }

    @Test
    void marksBytesOfALineThatIsNoUtf8() {
        LineRules rules = new LineRules(List.of(new LineRule(Pattern.compile("key (.+) end"), null)));
        byte[] line = {
            '\u00c3' & 0x7f, (byte) 0xe2, (byte) 0x82, ' ', 'k', 'e', 'y', ' ', (byte) 0xff, 'a', ' ', 'e', 'n', 'd'
        };
        Spans spans = new Spans();
        rules.scan().line(line, 0, line.length, spans::add);

        assertThat(spans.toList()).containsExactly(new Span(8, 10));
    }

    @Test
    void aLineThatIsPassedOpensAndEndsBlocksLikeAnyOther() {
        LineRules rules = new LineRules(List.of(
                new LineRule(Pattern.compile("^key (\\S+)"), null),
                new LineRule(Pattern.compile("^begin"), Pattern.compile("^end"))));
        LineRules.Scan scan = rules.scan();
        byte[] lines = "key a\nbegin\nkey b\nend\nother\n".getBytes(StandardCharsets.UTF_8);

        assertThat(rules.opensBlocks()).isTrue();
        scan.pass(lines, 0, 5);
        assertThat(scan.line(lines, 22, 27)).as("other, when nothing is open").isFalse();
        scan.pass(lines, 6, 11);
        assertThat(scan.line(lines, 22, 27)).as("other, in the block").isTrue();
        scan.pass(lines, 18, 21);
        assertThat(scan.line(lines, 22, 27)).as("other, behind the block").isFalse();
    }

    @Test
    void aRuleWithoutGroupsMarksTheLine() {
        LineRules rules = new LineRules(List.of(new LineRule(Pattern.compile("^key "), null)));

        assertThat(spans(rules, "key abc\nother\nkey def\nkey\n")).containsExactly("key abc", "key def");
    }

    @Test
    void aBlockReachesToItsEnd() {
        LineRules rules = new LineRules(
                List.of(new LineRule(Pattern.compile("private-key \"(-+BEGIN)"), Pattern.compile("(END-+)\""))));

        assertThat(spans(rules, "set private-key \"--BEGIN KEY\nabc\ndef\nEND--\"\nnext\n"))
                .containsExactly("--BEGIN KEY", "abc", "def", "END--");
    }

    @Test
    void rangesThatOverlapAreOne() {
        LineRules rules = new LineRules(List.of(
                new LineRule(Pattern.compile("key (.*)"), null), new LineRule(Pattern.compile("secret (\\S+)"), null)));

        assertThat(spans(rules, "key a secret b c\n")).containsExactly("a secret b c");
    }

    private static List<String> spans(LineRules rules, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Spans spans = new Spans();
        LineRules.Scan scan = rules.scan();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                scan.line(bytes, from, at, spans::add);
                from = at + 1;
            }
        }
        return spans.toList().stream().map(span -> text(bytes, span)).toList();
    }

    private static String text(byte[] bytes, Span span) {
        return new String(bytes, span.start(), span.end() - span.start(), StandardCharsets.UTF_8);
    }
}
