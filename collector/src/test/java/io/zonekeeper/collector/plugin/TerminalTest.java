package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalTest {

    private record Case(String sent, String shown) {}

    static List<Case> cases() {
        return List.of(
                new Case("plain\r\ntext\n", "plain|text|"),
                new Case("a\r\r\nb\n\rc", "a|b|c"),
                new Case("tab\tstays\n", "tab\tstays|"),
                new Case("over\rUN", "UNer"),
                new Case("one\b\b\btwo", "two"),
                new Case("gone\b\b\b\b    \b\b\b\b", "    "),
                new Case("stra\u00dfe\b\bSE", "straSE"),
                new Case("\u4e2d\u6587\b\u56fd", "\u4e2d\u56fd"),
                new Case("nul\0bell\u0007del\u007f", "nulbelldel"),
                new Case("\u001b[31mred\u001b[0m", "red"),
                new Case("\u001b[?1h\u001b=\rtext\u001b[m\n", "text|"),
                new Case("abc\r\u001b[K", ""),
                new Case("abc\u001b[2D\u001b[Kx", "ax"),
                new Case("abc\u001b[1K", "   "),
                new Case("abc\u001b[2Kd", "   d"),
                new Case("abc\r\u001b[2Pd", "d"),
                new Case("a\u001b[3Cb", "a   b"),
                new Case("abc\u001b[24;1Hx", "xbc"),
                new Case("abc\u001b[2Gx", "axc"),
                new Case("\u001b]0;a title\u0007text", "text"),
                new Case("\u001b]0;a title\u001b\\text", "text"),
                new Case("\u001bPstring\u001b\\text", "text"),
                new Case("\u001b(Btext", "text"),
                new Case("\u001b7text\u001b8", "text"),
                new Case("one\u001bEtwo", "one|two"),
                new Case("\u001b]never ended\ntext", "|text"),
                new Case("\u001b[12\u0018text", "text"),
                new Case("\u001b[1\u001b[0mtext", "text"),
                new Case("\u001b[99999999999Ctext", " ".repeat(4096) + "text"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void showsWhatATerminalShowsHoweverItIsCut(Case one) {
        byte[] bytes = one.sent().getBytes(StandardCharsets.UTF_8);
        assertThat(shown(bytes, bytes.length)).isEqualTo(one.shown());
        assertThat(shown(bytes, 1)).isEqualTo(one.shown());
        assertThat(shown(bytes, 2)).isEqualTo(one.shown());
        assertThat(shown(bytes, 3)).isEqualTo(one.shown());
    }

    @Test
    void takesAnyBytesInAnyPieces() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[400];
            for (int i = 0; i < bytes.length; i++) {
                int kind = random.nextInt(4);
                bytes[i] = (byte)
                        (kind == 0
                                ? 0x1b
                                : kind == 1 ? "[;0129KHPXCD\r\n\b".charAt(random.nextInt(15)) : random.nextInt(256));
            }
            assertThat(shown(bytes, 1 + random.nextInt(50))).isEqualTo(shown(bytes, bytes.length));
        }
    }

    @Test
    void aPagerWipedOutByBlanksLeavesNone() {
        List<String> lines = new ArrayList<>();
        Terminal terminal =
                new Terminal((line, length) -> lines.add(new String(line, 0, length, StandardCharsets.UTF_8)));
        feed(terminal, "first\r\n--More-- ");
        terminal.cutQuestion(0);
        feed(terminal, "\r         \rend\r\n\r\n");

        assertThat(lines).containsExactly("first", "end", "");
    }

    @Test
    void anEmptyLineBehindAWipedPagerIsOne() {
        List<String> lines = new ArrayList<>();
        Terminal terminal =
                new Terminal((line, length) -> lines.add(new String(line, 0, length, StandardCharsets.UTF_8)));
        feed(terminal, "first\n--More--");
        terminal.cutQuestion(0);
        feed(terminal, "\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\nsecond\n--More--");
        terminal.cutQuestion(0);
        feed(terminal, "\r\nthird\n");

        assertThat(lines).containsExactly("first", "", "second", "third");
    }

    private static void feed(Terminal terminal, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        terminal.feed(bytes, bytes.length);
    }

    private static String shown(byte[] bytes, int piece) {
        StringBuilder shown = new StringBuilder();
        Terminal terminal =
                new Terminal((line, length) -> shown.append(new String(line, 0, length, StandardCharsets.UTF_8))
                        .append('|'));
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
            terminal.feed(part, part.length);
        }
        return shown + new String(terminal.line(), 0, terminal.length(), StandardCharsets.UTF_8);
    }
}
