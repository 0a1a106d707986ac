package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.TextRules;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes what is stored of what a device said: noise dropped, completeness checked, secrets found. All of it line by line and in
 * place. Immutable and thread-safe.
 */
final class ConfigText {

    private static final byte[] MASK = "********".getBytes(StandardCharsets.US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    private final LineRules drop;
    private final LineRules ignore;
    private final LineRules secrets;
    private final Completeness completeness;

    ConfigText(PlatformDefinition definition) {
        TextRules rules = definition.rules();
        this.drop = new LineRules(rules.drop());
        this.ignore = new LineRules(rules.ignore());
        this.secrets = new LineRules(rules.secrets());
        this.completeness = new Completeness(definition.complete());
    }

    LineRules drop() {
        return drop;
    }

    LineRules secrets() {
        return secrets;
    }

    /**
     * @param said lines that each end with a line feed; becomes the configuration
     * @throws SessionException INCOMPLETE if it is empty or does not look like a complete configuration
     */
    Collected collect(Bytes said, List<ContextPart> context) throws SessionException {
        dropNoise(said);
        Completeness.Check check = completeness.check();
        Comparison comparison = new Comparison();
        Spans spans = new Spans();
        Spans volatileSpans = new Spans();
        LineRules.Scan secretScan = secrets.scan();
        said.forEachLine(0, (array, from, to, at) -> {
            check.line(array, from, to);
            secretScan.line(array, from, to, (start, end) -> spans.add(at + start - from, at + end - from));
            comparison.line(array, from, to, (start, end) -> volatileSpans.add(at + start - from, at + end - from));
        });
        check.end();
        return new Collected(said, false, comparison.sha256(), spans.toList(), volatileSpans.toList(), context);
    }

    /**
     * @param comparable lines that stand for the file where two are compared; the file itself if there are none
     * @param secret whether all of it is to be hidden
     * @throws SessionException INCOMPLETE if it is too small
     */
    Collected collectBinary(Bytes file, Bytes comparable, boolean secret, List<ContextPart> context)
            throws SessionException {
        completeness.checkSize(file.size());
        return new Collected(
                file,
                true,
                comparable.size() == 0 ? sha256(file) : comparableSha256(comparable),
                secret ? List.of(new Span(0, file.size())) : List.of(),
                List.of(),
                context);
    }

    private String comparableSha256(Bytes lines) {
        Comparison comparison = new Comparison();
        lines.forEachLine(0, (array, from, to, at) -> comparison.line(array, from, to, LineRules.NOWHERE));
        return comparison.sha256();
    }

    /** The text with its secrets masked. */
    String masked(Bytes text) {
        Bytes masked = new Bytes();
        Spans spans = new Spans();
        LineRules.Scan scan = secrets.scan();
        text.forEachLine(0, (array, from, to, at) -> {
            spans.clear();
            scan.line(array, from, to, spans::add);
            addMasked(array, from, to, spans, MASK, masked);
            masked.add((byte) '\n');
        });
        return new String(masked.toArray(), StandardCharsets.UTF_8);
    }

    static void addMasked(byte[] array, int from, int to, Spans spans, byte[] mask, Bytes into) {
        int at = from;
        for (int i = 0; i < spans.count(); i++) {
            into.add(array, at, spans.start(i));
            into.add(mask, 0, mask.length);
            at = spans.end(i);
        }
        into.add(array, at, to);
    }

    /** Also the blank lines before and behind everything. */
    private void dropNoise(Bytes said) {
        LineRules.Scan scan = drop.scan();
        int[] kept = {0};
        int[] end = {0};
        said.keepLines((array, from, to) -> {
            boolean blank = isBlank(array, from, to);
            if (scan.line(array, from, to) || blank && kept[0] == 0) {
                return false;
            }
            kept[0] += to - from + 1;
            end[0] = blank ? end[0] : kept[0];
            return true;
        });
        said.cutTo(end[0]);
    }

    static boolean isBlank(byte[] array, int from, int to) {
        for (int at = from; at < to; at++) {
            if (array[at] != ' ' && array[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String sha256(Bytes file) {
        MessageDigest digest = newDigest();
        try {
            file.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to nowhere failed", e);
        }
        return HEX.formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing on this JVM", e);
        }
    }

    /** Hashes what counts when two configurations are compared. */
    private final class Comparison {

        private final MessageDigest digest = newDigest();
        private final LineRules.Scan scan = ignore.scan();
        private final Spans ignored = new Spans();

        /** @param left told what does not count, as indexes of the array */
        void line(byte[] array, int from, int to, LineRules.Ranges left) {
            ignored.clear();
            if (!scan.line(array, from, to, ignored::add)) {
                digest.update(array, from, to - from);
                digest.update((byte) '\n');
                return;
            }
            int at = from;
            boolean any = false;
            for (int i = 0; i < ignored.count(); i++) {
                left.range(ignored.start(i), ignored.end(i));
                any |= ignored.start(i) > at;
                digest.update(array, at, ignored.start(i) - at);
                at = ignored.end(i);
            }
            if (any || at < to) {
                digest.update(array, at, to - at);
                digest.update((byte) '\n');
            }
        }

        String sha256() {
            return HEX.formatHex(digest.digest());
        }
    }
}
