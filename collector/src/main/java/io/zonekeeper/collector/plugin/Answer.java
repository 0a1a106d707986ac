package io.zonekeeper.collector.plugin;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of one command's answer, without its echo, behind whatever is there already; each ends with a line feed. */
final class Answer implements Terminal.Lines {

    private static final int LINES_THAT_TELL_AN_ERROR = 6;
    private static final int BYTES_THAT_TELL_AN_ERROR = 2048;
    /** Of a longer line only the end is asked for anything. */
    private static final int LONGEST_LAST_LINE = 4096;
    /** With one of these a prompt ends, blanks apart. */
    private static final String PROMPT_MARKS = "#>$%])";

    private final byte[] command;
    private final boolean searchEcho;
    private final Bytes bytes;
    private final int start;
    private int linesWithText;
    private int lastLineAt;
    private int lastLineEnd;
    private boolean echoSeen;

    /**
     * @param searchEcho whether the echo may stand behind other lines; else only the first line with text can be it
     * @param into what the lines are added to
     */
    Answer(String command, boolean searchEcho, Bytes into) {
        this.command = command.strip().getBytes(StandardCharsets.UTF_8);
        this.searchEcho = searchEcho;
        this.bytes = into;
        this.start = into.size();
        this.lastLineAt = start;
        this.lastLineEnd = start;
    }

    Answer(String command, boolean searchEcho) {
        this(command, searchEcho, new Bytes());
    }

    @Override
    public void line(byte[] line, int length) {
        if (!echoSeen && (searchEcho || linesWithText == 0) && isEcho(line, length)) {
            echoSeen = true;
            linesWithText = 0;
            cutTo(start);
            return;
        }
        int at = bytes.size();
        bytes.add(line, 0, length);
        bytes.add((byte) '\n');
        if (!ConfigText.isBlank(line, 0, length)) {
            linesWithText++;
            lastLineAt = at;
            lastLineEnd = at + length;
        }
    }

    boolean echoSeen() {
        return echoSeen;
    }

    /** Where the lines are, among others if they were there before. */
    Bytes bytes() {
        return bytes;
    }

    /** Where its first line begins. */
    int start() {
        return start;
    }

    boolean isBlank() {
        return linesWithText == 0;
    }

    int linesWithText() {
        return linesWithText;
    }

    /** As much of its beginning as tells what kind of answer it is. */
    String head() {
        return new String(
                bytes.range(start, Math.min(bytes.size(), start + BYTES_THAT_TELL_AN_ERROR)), StandardCharsets.UTF_8);
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

    boolean hasLineThatBegins(String text) {
        byte[] beginning = text.getBytes(StandardCharsets.UTF_8);
        boolean[] found = {false};
        bytes.forEachLine(
                start,
                (array, from, to, at) -> found[0] = found[0]
                        || to - from >= beginning.length
                                && Arrays.equals(array, from, from + beginning.length, beginning, 0, beginning.length));
        return found[0];
    }

    boolean lastLineHas(Pattern pattern) {
        return pattern.matcher(lastLine()).find();
    }

    /** The last line that is not blank; empty if there is none. */
    String lastLine() {
        int from = Math.max(lastLineAt, lastLineEnd - LONGEST_LAST_LINE);
        return new String(bytes.range(from, lastLineEnd), StandardCharsets.UTF_8);
    }

    /**
     * Cuts the prompt and what the device said of its own accord after it, where nothing else follows.
     *
     * @return whether there was such a prompt
     */
    boolean cutPrompt(String prompt, LineRules noise) {
        byte[] bare = prompt.strip().getBytes(StandardCharsets.UTF_8);
        int cut = -1;
        int end = bytes.size();
        while (end > start && bare.length > 0) {
            int lineStart = startOfLine(end - 1);
            if (end - 1 - lineStart > LONGEST_LAST_LINE) {
                break;
            }
            byte[] line = bytes.range(lineStart, end - 1);
            if (Arrays.equals(stripped(line), bare)) {
                cut = lineStart;
            } else if (!ConfigText.isBlank(line, 0, line.length) && !noise.anyHit(line, 0, line.length)) {
                break;
            }
            end = lineStart;
        }
        if (cut < 0) {
            return false;
        }
        cutTo(cut);
        return true;
    }

    private static byte[] stripped(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
    }

    /** Takes back all it added. */
    void discard() {
        cutTo(start);
        linesWithText = 0;
    }

    private void cutTo(int size) {
        bytes.cutTo(size);
        if (lastLineEnd > size) {
            int end = size;
            lastLineAt = start;
            lastLineEnd = start;
            while (end > start) {
                int lineStart = startOfLine(end - 1);
                if (!bytes.isBlank(lineStart, end - 1)) {
                    lastLineAt = lineStart;
                    lastLineEnd = end - 1;
                    return;
                }
                end = lineStart;
            }
        }
    }

    private int startOfLine(int end) {
        int at = end;
        while (at > start && bytes.get(at - 1) != '\n') {
            at--;
        }
        return at;
    }

    private boolean isEcho(byte[] line, int length) {
        int end = LineRules.withoutBlanks(line, 0, length);
        return command.length > 0
                && end >= command.length
                && Arrays.equals(line, end - command.length, end, command, 0, command.length)
                && (searchEcho || isPrompt(line, end - command.length));
    }

    /** Where a device may not echo at all, "!Command: show running-config" can be the first line of the answer itself. */
    private static boolean isPrompt(byte[] line, int length) {
        int end = LineRules.withoutBlanks(line, 0, length);
        return end == 0 || PROMPT_MARKS.indexOf(line[end - 1]) >= 0;
    }
}
