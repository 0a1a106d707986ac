package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Complete;
import io.zonekeeper.common.platform.PlatformDefinition.TextRules;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Makes what is stored of what a device said: noise dropped, completeness checked, secrets found. Immutable and thread-safe. */
final class ConfigText {

    private static final byte[] MASK = "********".getBytes(StandardCharsets.US_ASCII);

    private final LineRules drop;
    private final LineRules ignore;
    private final LineRules secrets;
    private final Complete complete;

    ConfigText(PlatformDefinition definition) {
        TextRules rules = definition.rules();
        this.drop = new LineRules(rules.drop());
        this.ignore = new LineRules(rules.ignore());
        this.secrets = new LineRules(rules.secrets());
        this.complete = definition.complete();
    }

    LineRules drop() {
        return drop;
    }

    LineRules secrets() {
        return secrets;
    }

    /** @throws SessionException INCOMPLETE if it is empty or does not look like a complete configuration */
    Collected collect(byte[] said, List<ContextPart> context) throws SessionException {
        byte[] config = withoutNoise(said);
        check(config);
        MessageDigest digest = sha256();
        Spans secretSpans = new Spans();
        LineRules.Scan ignoreScan = ignore.scan();
        LineRules.Scan secretScan = secrets.scan();
        Spans volatileSpans = new Spans();
        Spans ignored = new Spans();
        forEachLine(config, (from, to) -> {
            secretScan.line(config, from, to, secretSpans::add);
            ignored.clear();
            boolean any = ignoreScan.line(config, from, to, ignored::add);
            if (!any) {
                digest.update(config, from, to - from + 1);
            } else {
                int at = from;
                boolean left = false;
                for (Span span : ignored.merged()) {
                    volatileSpans.add(span.start(), span.end());
                    left |= span.start() > at;
                    digest.update(config, at, span.start() - at);
                    at = span.end();
                }
                left |= at < to;
                if (left) {
                    digest.update(config, at, to - at + 1);
                }
            }
        });
        return new Collected(
                config,
                false,
                HexFormat.of().formatHex(digest.digest()),
                secretSpans.merged(),
                volatileSpans.merged(),
                context);
    }

    /** The text with its secrets masked. */
    String masked(byte[] text) {
        Spans spans = new Spans();
        LineRules.Scan scan = secrets.scan();
        forEachLine(text, (from, to) -> scan.line(text, from, to, spans::add));
        Bytes masked = new Bytes(text.length);
        int at = 0;
        for (Span span : spans.merged()) {
            masked.add(text, at, span.start());
            masked.add(MASK, 0, MASK.length);
            at = span.end();
        }
        masked.add(text, at, text.length);
        return new String(masked.toArray(), StandardCharsets.UTF_8);
    }

    private byte[] withoutNoise(byte[] said) {
        Bytes kept = new Bytes(said.length + 1);
        LineRules.Scan scan = drop.scan();
        int[] end = {0};
        forEachLine(said, (from, to) -> {
            if (scan.line(said, from, to, (start, stop) -> {})) {
                return;
            }
            boolean blank = isBlank(said, from, to);
            if (blank && kept.size() == 0) {
                return;
            }
            kept.add(said, from, to);
            kept.add((byte) '\n');
            if (!blank) {
                end[0] = kept.size();
            }
        });
        kept.cutTo(end[0]);
        return kept.toArray();
    }

    private void check(byte[] config) throws SessionException {
        if (config.length == 0) {
            throw incomplete("The device gave an empty configuration.");
        }
        int[] lines = {0};
        forEachLine(config, (from, to) -> lines[0] += isBlank(config, from, to) ? 0 : 1);
        if (lines[0] < complete.minLines()) {
            throw incomplete("The configuration has %d lines, fewer than the %d of a complete one."
                    .formatted(lines[0], complete.minLines()));
        }
        Pattern endsWith = complete.endsWith();
        if (endsWith != null && !endsWith.matcher(lastLine(config)).find()) {
            throw incomplete("The configuration ends in \"%s\", not as a complete one does (%s)."
                    .formatted(shortened(new String(lastLine(config), StandardCharsets.UTF_8)), endsWith.pattern()));
        }
        for (Pattern pattern : complete.mustMatch()) {
            if (!pattern.matcher(config).find()) {
                throw incomplete("The configuration has no line that matches %s, which a complete one has."
                        .formatted(pattern.pattern()));
            }
        }
        for (Pattern pattern : complete.mustNotMatch()) {
            if (pattern.matcher(config).find()) {
                throw incomplete("The configuration has a line that matches %s: the device broke it off."
                        .formatted(pattern.pattern()));
            }
        }
    }

    private static SessionException incomplete(String sentence) {
        return new SessionException(FailureKind.INCOMPLETE, sentence);
    }

    /** Secrets may stand in it, so hardly any of it is shown. */
    private static String shortened(String line) {
        String stripped = line.strip();
        return stripped.length() <= 12 ? stripped : stripped.substring(0, 12) + "...";
    }

    private static byte[] lastLine(byte[] config) {
        int end = config.length - 1;
        int start = end;
        while (start > 0 && config[start - 1] != '\n') {
            start--;
        }
        return Arrays.copyOfRange(config, start, end);
    }

    private interface LineVisitor {
        /** @param to the line feed, or the end of the text */
        void line(int from, int to);
    }

    private static void forEachLine(byte[] text, LineVisitor visitor) {
        int from = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n') {
                visitor.line(from, at);
                from = at + 1;
            }
        }
        if (from < text.length) {
            visitor.line(from, text.length);
        }
    }

    private static boolean isBlank(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text[at] != ' ' && text[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing on this JVM", e);
        }
    }
}
