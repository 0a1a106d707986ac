package io.zonekeeper.collector.plugin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Passes on what a device says with the secrets its configuration holds replaced, however it arrives: a line is held back until
 * it is complete. Of much that is said in a row only its end is looked at, because no transcript keeps more. Used by one thread.
 */
final class TranscriptMask {

    private static final byte[] MASK = "*****".getBytes(StandardCharsets.US_ASCII);
    /** More of one line no transcript keeps. */
    private static final int LONGEST_LINE = 64 * 1024;

    private final LineRules secrets;
    private final TranscriptSink shown;
    private final LastLines last = new LastLines(TranscriptSink.KEPT_BYTES);
    private final Spans spans = new Spans();
    private LineRules.Scan scan;
    private byte[] pending = new byte[512];
    private int length;
    private long leftOut;
    private int passed;
    private long skipped;
    private boolean inAnswer;

    TranscriptMask(LineRules secrets, TranscriptSink shown) {
        this.secrets = secrets;
        this.shown = shown;
        this.scan = secrets.scan();
    }

    void take(byte[] bytes, int count) {
        int from = 0;
        for (int at = 0; at < count; at++) {
            if (bytes[at] == '\n') {
                hold(bytes, from, at + 1);
                endLine();
                from = at + 1;
            }
        }
        hold(bytes, from, count);
    }

    /** What is held back is complete without a line end: something was said to it. */
    void pass() {
        endLine();
        if (skipped > 0) {
            shown.leftOut(skipped);
            skipped = 0;
        }
        last.removeAll((array, from, to) -> {
            hold(array, from, to);
            passLine();
            length = 0;
        });
    }

    private void endLine() {
        if (leftOut > 0) {
            byte[] told = "[... %d bytes of one line left out ...]\n"
                    .formatted(length + leftOut)
                    .getBytes(StandardCharsets.UTF_8);
            length = 0;
            leftOut = 0;
            hold(told, 0, told.length);
        }
        if (length > 0 && passed < TranscriptSink.KEPT_BYTES) {
            passed += length;
            passLine();
            length = 0;
        } else if (length > 0) {
            last.add(pending, length);
            length = 0;
            last.removeSpare(this::skip);
        }
    }

    private void skip(byte[] array, int from, int to) {
        skipped += to - from;
        if (!secrets.opensBlocks()) {
            return;
        }
        hold(array, from, to);
        int end = endOfText();
        if (isPlain(end)) {
            scan.pass(pending, 0, end);
        } else {
            rendered().forEach(line -> scan.pass(line, 0, line.length));
        }
        length = 0;
    }

    /** What comes now answers another command; what one answer left open ends with it. */
    void nextAnswer() {
        pass();
        scan = secrets.scan();
        inAnswer = true;
    }

    /** Nothing more comes. Of a line that is not complete only the first word is certain to be none of its secrets. */
    void end() {
        if (leftOut == 0 && inAnswer) {
            int word = 0;
            while (word < length && pending[word] <= ' ' && pending[word] >= 0) {
                word++;
            }
            while (word < length && (pending[word] > ' ' || pending[word] < 0)) {
                word++;
            }
            boolean more = word < length && !isBlank(word);
            length = more ? word + 1 : length;
            pass();
            if (more) {
                show(MASK);
            }
        } else {
            pass();
        }
    }

    private boolean isBlank(int from) {
        for (int at = from; at < length; at++) {
            if (pending[at] > ' ' || pending[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private void hold(byte[] bytes, int from, int to) {
        int room = Math.min(to - from, LONGEST_LINE - length);
        if (length + room > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(length + room, Math.min(LONGEST_LINE, pending.length * 2)));
        }
        System.arraycopy(bytes, from, pending, length, room);
        length += room;
        leftOut += to - from - room;
    }

    private int endOfText() {
        int end = length;
        while (end > 0 && (pending[end - 1] == '\n' || pending[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    private void passLine() {
        int end = endOfText();
        if (isPlain(end)) {
            spans.clear();
            scan.line(pending, 0, end, spans::add);
            if (spans.count() == 0) {
                shown.received(pending, length);
            } else {
                show(masked(pending, length, spans));
            }
            return;
        }
        List<byte[]> rendered = rendered();
        List<byte[]> values = new ArrayList<>();
        byte[] overwritten = withoutControls();
        mark(secrets.scan(), overwritten, values);
        boolean any = !values.isEmpty();
        List<byte[]> lines = new ArrayList<>();
        for (byte[] line : rendered) {
            mark(scan, line, values);
            any |= spans.count() > 0;
            lines.add(masked(line, line.length, spans));
        }
        if (!any) {
            shown.received(pending, length);
            return;
        }
        for (byte[] line : lines) {
            show(without(values, line));
            if (end < length) {
                show(new byte[] {'\n'});
            }
        }
    }

    /** As the terminal shows it, what was overwritten gone. */
    private List<byte[]> rendered() {
        List<byte[]> lines = new ArrayList<>();
        Terminal terminal = new Terminal((line, count) -> lines.add(withoutTrailingBlanks(line, count)));
        terminal.feed(pending, length);
        terminal.finish();
        return lines;
    }

    private static byte[] withoutTrailingBlanks(byte[] line, int count) {
        int end = count;
        while (end > 0 && line[end - 1] == ' ') {
            end--;
        }
        return Arrays.copyOf(line, end);
    }

    private byte[] withoutControls() {
        Bytes kept = new Bytes();
        for (int at = 0; at < length; at++) {
            if (pending[at] >= ' ' || pending[at] < 0 || pending[at] == '\t') {
                kept.add(pending[at]);
            }
        }
        return kept.toArray();
    }

    private boolean isPlain(int end) {
        for (int at = 0; at < end; at++) {
            if (pending[at] >= 0 && pending[at] < ' ' && pending[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void mark(LineRules.Scan by, byte[] line, List<byte[]> values) {
        spans.clear();
        by.line(line, 0, line.length, spans::add);
        for (int i = 0; i < spans.count(); i++) {
            values.add(Arrays.copyOfRange(line, spans.start(i), spans.end(i)));
        }
    }

    private static byte[] masked(byte[] line, int count, Spans spans) {
        Bytes masked = new Bytes();
        ConfigText.addMasked(line, 0, count, spans, MASK, masked);
        return masked.toArray();
    }

    private static byte[] without(List<byte[]> values, byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        String mask = new String(MASK, StandardCharsets.ISO_8859_1);
        for (byte[] value : values) {
            text = text.replace(new String(value, StandardCharsets.ISO_8859_1), mask);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void show(byte[] bytes) {
        shown.received(bytes, bytes.length);
    }
}
