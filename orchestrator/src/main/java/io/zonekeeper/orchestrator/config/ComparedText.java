package io.zonekeeper.orchestrator.config;

import io.zonekeeper.common.result.Masking;
import io.zonekeeper.common.result.Span;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The lines of a text as they are shown, and as they are compared.
 *
 * @param keys one for each line
 * @param numbers one for each line: where it stands in the whole text, from 1
 */
record ComparedText(List<String> lines, List<String> keys, List<Integer> numbers) {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    ComparedText {
        lines = List.copyOf(lines);
        keys = List.copyOf(keys);
        numbers = List.copyOf(numbers);
        if (lines.size() != keys.size() || lines.size() != numbers.size()) {
            throw new IllegalArgumentException(
                    "%d lines have %d keys and %d numbers".formatted(lines.size(), keys.size(), numbers.size()));
        }
    }

    /** The number of a line, and 0 before the first one. */
    int number(int index) {
        return index < 0 ? 0 : numbers.get(index);
    }

    /** Compared as it is. */
    static ComparedText of(String text) {
        List<String> lines = text.lines().toList();
        return new ComparedText(
                lines, lines, IntStream.rangeClosed(1, lines.size()).boxed().toList());
    }

    /**
     * With secrets masked, compared without what is volatile; lines that are so from one end to the other are left out.
     *
     * @param config decoded
     * @param secrets ascending and without overlap, as are {@code noise}
     */
    static ComparedText withoutNoise(byte[] config, List<Span> secrets, List<Span> noise, byte[] maskingKey) {
        ComparedText whole = of(text(Masking.mask(config, secrets, maskingKey)));
        if (noise.isEmpty()) {
            return whole;
        }
        List<String> keys = text(Masking.mask(cut(config, noise), moved(secrets, noise), maskingKey))
                .lines()
                .toList();
        // Parts of lines are cut out, never their ends: should a collector see that otherwise, all of it counts.
        return keys.size() == whole.lines().size() ? whole.keyed(keys) : whole;
    }

    private ComparedText keyed(List<String> others) {
        List<Integer> left = IntStream.range(0, lines.size())
                .filter(line -> !others.get(line).isBlank() || lines.get(line).isBlank())
                .boxed()
                .toList();
        return new ComparedText(
                left.stream().map(lines::get).toList(),
                left.stream().map(others::get).toList(),
                left.stream().map(numbers::get).toList());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] cut(byte[] config, List<Span> noise) {
        ByteArrayOutputStream left = new ByteArrayOutputStream(config.length);
        int at = 0;
        for (Span span : noise) {
            left.write(config, at, span.start() - at);
            at = span.end();
        }
        left.write(config, at, config.length - at);
        return left.toByteArray();
    }

    /** Where the secrets are once the noise is cut out; what lies in the noise is gone. */
    private static List<Span> moved(List<Span> secrets, List<Span> noise) {
        return secrets.stream()
                .map(secret -> new int[] {moved(secret.start(), noise), moved(secret.end(), noise)})
                .filter(range -> range[1] > range[0])
                .map(range -> new Span(range[0], range[1]))
                .toList();
    }

    private static int moved(int position, List<Span> noise) {
        int gone = 0;
        for (Span span : noise) {
            if (span.start() >= position) {
                break;
            }
            gone += Math.min(span.end(), position) - span.start();
        }
        return position - gone;
    }

    /** The same lines, compared without their blanks at either end, and with one where there are several. */
    ComparedText withoutBlanks() {
        return new ComparedText(
                lines,
                keys.stream()
                        .map(key -> BLANKS.matcher(key.strip()).replaceAll(" "))
                        .toList(),
                numbers);
    }
}
