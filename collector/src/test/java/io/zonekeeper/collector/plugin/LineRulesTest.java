package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.zonekeeper.common.pattern.RequiredLiteral;
import io.zonekeeper.common.platform.PlatformDefinition.LineRule;
import io.zonekeeper.common.result.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    @Test
    void aRuleWithoutGroupsMarksTheLine() {
        LineRules rules = new LineRules(List.of(new LineRule(Pattern.compile("^key "), null)));

        assertThat(spans(rules, "key abc\nother\nkey def\n")).containsExactly("key abc", "key def");
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
