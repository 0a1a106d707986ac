package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of one command's answer, without its echo; each ends with a line feed. */
final class Answer implements Terminal.Lines {

    private static final int LINES_THAT_TELL_AN_ERROR = 6;
    private static final int BYTES_THAT_TELL_AN_ERROR = 2048;

    private final byte[] command;
    private final boolean searchEcho;
    private byte[] bytes = new byte[4096];
    private int size;
    private int linesWithText;
    private boolean echoSeen;

    /** @param searchEcho whether the echo may stand behind other lines; else only the first line with text can be it */
    Answer(String command, boolean searchEcho) {
        this.command = command.strip().getBytes(StandardCharsets.UTF_8);
        this.searchEcho = searchEcho;
    }

    @Override
    public void line(byte[] line, int length) {
        if (!echoSeen && (searchEcho || linesWithText == 0) && isEcho(line, length)) {
            echoSeen = true;
            size = 0;
            linesWithText = 0;
            return;
        }
        append(line, length);
    }

    /** Adds a line that is no echo. */
    void append(byte[] line, int length) {
        if (size + length + 1 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length + 1, bytes.length * 2));
        }
        System.arraycopy(line, 0, bytes, size, length);
        size += length;
        bytes[size++] = '\n';
        if (!isBlank(line, 0, length)) {
            linesWithText++;
        }
    }

    boolean echoSeen() {
        return echoSeen;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    void appendTo(Bytes target) {
        target.add(bytes, 0, size);
    }

    String text() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    boolean isBlank() {
        return linesWithText == 0;
    }

    /** As much of its beginning as tells what kind of answer it is. */
    String head() {
        return new String(bytes, 0, Math.min(size, BYTES_THAT_TELL_AN_ERROR), StandardCharsets.UTF_8);
    }

    /** The first of its lines in which one of the patterns is found, if it is among the first ones. */
    @Nullable String error(List<Pattern> errors) {
        if (errors.isEmpty()) {
            return null;
        }
        return head().lines()
                .filter(line -> !line.isBlank())
                .limit(LINES_THAT_TELL_AN_ERROR)
                .filter(line ->
                        errors.stream().anyMatch(error -> error.matcher(line).find()))
                .findFirst()
                .map(String::strip)
                .orElse(null);
    }

    boolean lastLineHas(Pattern pattern) {
        return pattern.matcher(lastLine()).find();
    }

    /** The last line that is not blank; empty if there is none. */
    String lastLine() {
        int end = size;
        while (end > 0) {
            int start = startOfLine(end - 1);
            if (!isBlank(bytes, start, end - 1)) {
                return new String(bytes, start, end - 1 - start, StandardCharsets.UTF_8);
            }
            end = start;
        }
        return "";
    }

    /**
     * Cuts the prompt and what the device said of its own accord after it, where nothing else follows.
     *
     * @return whether there was such a prompt
     */
    boolean cutPrompt(String prompt, LineRules noise) {
        String bare = prompt.strip();
        int cut = -1;
        int end = size;
        while (end > 0 && !bare.isEmpty()) {
            int start = startOfLine(end - 1);
            String line = new String(bytes, start, end - 1 - start, StandardCharsets.UTF_8).strip();
            if (line.equals(bare)) {
                cut = start;
            } else if (!line.isEmpty() && !noise.anyHit(bytes, start, end - 1)) {
                break;
            }
            end = start;
        }
        if (cut < 0) {
            return false;
        }
        size = cut;
        return true;
    }

    private int startOfLine(int end) {
        int start = end;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private boolean isEcho(byte[] line, int length) {
        int end = length;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t')) {
            end--;
        }
        return command.length > 0
                && end >= command.length
                && Arrays.equals(line, end - command.length, end, command, 0, command.length);
    }

    private static boolean isBlank(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
