package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.zonekeeper.common.pattern.RequiredLiteral;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A pattern sought in lines, run only on those that hold a text it needs. Immutable and thread-safe. */
final class LinePattern {

    private final Pattern pattern;
    private final Literals literals;
    private final boolean hasLiteral;

    LinePattern(Pattern pattern) {
        this.pattern = pattern;
        List<byte[]> texts = RequiredLiteral.of(pattern.pattern())
                .map(literal -> literal.text().getBytes(StandardCharsets.UTF_8))
                .map(List::of)
                .orElseGet(List::of);
        this.literals = new Literals(texts);
        this.hasLiteral = !texts.isEmpty();
    }

    String pattern() {
        return pattern.pattern();
    }

    boolean isIn(byte[] array, int from, int to) {
        return mayBeIn(array, from, to) && matcher(array, from, to).find();
    }

    /** At the beginning of the line; ask it for what follows. */
    Matcher matcher(byte[] array, int from, int to) {
        return pattern.matcher(new String(array, from, to - from, StandardCharsets.UTF_8));
    }

    boolean mayBeIn(byte[] array, int from, int to) {
        return !hasLiteral || literals.search(array, from, to, new boolean[1]);
    }
}
