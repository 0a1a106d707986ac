package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.platform.PlatformDefinition.Complete;
import io.zonekeeper.common.result.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a complete configuration of a platform looks like. Immutable and thread-safe. */
final class Completeness {

    private static final int SHOWN = 12;

    private final Complete complete;
    private final List<LinePattern> required;
    private final List<LinePattern> forbidden;

    Completeness(Complete complete) {
        this.complete = complete;
        this.required = complete.mustMatch().stream().map(LinePattern::new).toList();
        this.forbidden = complete.mustNotMatch().stream().map(LinePattern::new).toList();
    }

    Check check() {
        return new Check();
    }

    /** Looks at one configuration, line by line. Not thread-safe. */
    final class Check {

        private final boolean[] found = new boolean[required.size()];
        private String broken = "";
        private byte[] last = new byte[128];
        private int lastLength;
        private int lines;
        private int size;

        void line(byte[] array, int from, int to) {
            size += to - from + 1;
            if (ConfigText.isBlank(array, from, to)) {
                return;
            }
            lines++;
            keepLast(array, from, to);
            for (int i = 0; i < found.length; i++) {
                found[i] = found[i] || required.get(i).isIn(array, from, to);
            }
            for (LinePattern pattern : forbidden) {
                if (broken.isEmpty() && pattern.isIn(array, from, to)) {
                    broken = pattern.pattern();
                }
            }
        }

        private void keepLast(byte[] array, int from, int to) {
            lastLength = to - from;
            if (lastLength > last.length) {
                last = new byte[lastLength * 2];
            }
            System.arraycopy(array, from, last, 0, lastLength);
        }

        /** @throws SessionException INCOMPLETE if what came does not look like a complete one */
        void end() throws SessionException {
            checkSize(lines == 0 ? 0 : size);
            if (lines < complete.minLines()) {
                throw incomplete("The configuration has %d lines, fewer than the %d of a complete one."
                        .formatted(lines, complete.minLines()));
            }
            Pattern endsWith = complete.endsWith();
            String lastLine = new String(last, 0, lastLength, StandardCharsets.UTF_8);
            if (endsWith != null && !endsWith.matcher(lastLine).find()) {
                throw incomplete("The configuration ends in \"%s\", not as a complete one does (%s)."
                        .formatted(shortened(lastLine), endsWith.pattern()));
            }
            for (int i = 0; i < found.length; i++) {
                if (!found[i]) {
                    throw incomplete("The configuration has no line that matches %s, which a complete one has."
                            .formatted(required.get(i).pattern()));
                }
            }
            if (!broken.isEmpty()) {
                throw incomplete(
                        "The configuration has a line that matches %s: the device broke it off.".formatted(broken));
            }
        }
    }

    /** @throws SessionException INCOMPLETE if a configuration of as many bytes is too small */
    void checkSize(int bytes) throws SessionException {
        if (bytes == 0) {
            throw incomplete("The device gave an empty configuration.");
        }
        if (bytes < complete.minBytes()) {
            throw incomplete("The configuration has %d bytes, fewer than the %d of a complete one."
                    .formatted(bytes, complete.minBytes()));
        }
    }

    private static SessionException incomplete(String sentence) {
        return new SessionException(FailureKind.INCOMPLETE, sentence);
    }

    /** Secrets may stand in it, so hardly any of it is shown. */
    private static String shortened(String line) {
        String stripped = line.strip();
        return stripped.length() <= SHOWN ? stripped : stripped.substring(0, SHOWN) + "...";
    }
}
