package io.zonekeeper.orchestrator.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.result.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparedTextTest {

    private static final byte[] KEY = new byte[32];

    @Test
    void blanksDoNotCountWhereTheyAreIgnored() {
        ComparedText older = ComparedText.of("interface  Gi1\n description x \n");
        ComparedText newer = ComparedText.of("interface Gi1\n\tdescription x\n");
        assertThat(ConfigDiff.between(older, newer, 3).added()).isEqualTo(2);
        assertThat(ConfigDiff.between(older.withoutBlanks(), newer.withoutBlanks(), 3)
                        .hunks())
                .isEmpty();
    }

    @Test
    void whatIsVolatileDoesNotCount() {
        ComparedText older = noisy("! written at 04:12\npassword first\nend\n", "04:12", "first");
        ComparedText newer = noisy("! written at 05:12:33\npassword first\nend\n", "05:12:33", "first");
        assertThat(ConfigDiff.between(older, newer, 3).hunks()).isEmpty();
        assertThat(older.lines()).first().isEqualTo("! written at 04:12");
        assertThat(older.lines().get(1)).startsWith("password <secret:");
        ComparedText changed = noisy("! written at 05:12:33\npassword second\nend\n", "05:12:33", "second");
        assertThat(ConfigDiff.between(older, changed, 3).added()).isEqualTo(1);
    }

    @Test
    void aVolatileLineThatIsNewIsNoChangeAndTheOthersKeepTheirNumbers() {
        ComparedText older = ComparedText.of("hostname a\nend\n");
        String text = "! written at 04:12\nhostname b\nend\n";
        ComparedText newer = ComparedText.withoutNoise(
                text.getBytes(UTF_8), List.of(), List.of(span(text, "! written at 04:12")), KEY);
        ConfigDiff diff = ConfigDiff.between(older, newer, 0);
        assertThat(diff.added()).isEqualTo(1);
        assertThat(diff.hunks().getFirst().header()).isEqualTo("@@ -1,1 +2,1 @@");
        assertThat(diff.hunks().getFirst().lines().getLast().newNumber()).isEqualTo(2);
    }

    @Test
    void aSecretInAVolatileLineGoesWithIt() {
        ComparedText older = noisy("! key abc\nend\n", "! key abc", "abc");
        ComparedText newer = noisy("! key xyz\nend\n", "! key xyz", "xyz");
        assertThat(ConfigDiff.between(older, newer, 3).hunks()).isEmpty();
        assertThat(older.lines()).noneMatch(line -> line.contains("abc"));
    }

    @Test
    void aLineEndThatIsVolatileMakesAllOfItCount() {
        byte[] config = "one\ntwo\n".getBytes(UTF_8);
        ComparedText text = ComparedText.withoutNoise(config, List.of(), List.of(new Span(0, 4)), KEY);
        assertThat(text.keys()).containsExactly("one", "two");
    }

    private static ComparedText noisy(String text, String noise, String secret) {
        return ComparedText.withoutNoise(
                text.getBytes(UTF_8), List.of(span(text, secret)), List.of(span(text, noise)), KEY);
    }

    private static Span span(String text, String part) {
        int start = text.indexOf(part);
        return new Span(start, start + part.length());
    }

    @Test
    void linesThatTookEachOthersPlaceStandBesideEachOther() {
        List<ConfigDiff.Row> rows = ConfigDiff.between("a\nb\nc\n", "a\nx\ny\nc\n", 3)
                .hunks()
                .getFirst()
                .rows();
        assertThat(rows)
                .extracting(row -> row.older() == null ? null : row.older().text())
                .containsExactly("a", "b", null, "c");
        assertThat(rows)
                .extracting(row -> row.newer() == null ? null : row.newer().text())
                .containsExactly("a", "x", "y", "c");
    }
}
