package io.zonekeeper.orchestrator.config;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device whose current configuration was found.
 *
 * @param matches how many there are, counted up to {@link #MOST_COUNTED}; 0 where something was looked for that is not there
 * @param passages the first matches in their context, secrets masked
 */
record ConfigHit(long deviceId, String group, String device, long versionId, int matches, List<Passage> passages) {

    static final int MOST_COUNTED = 1000;

    private static final int MOST_SHOWN = 5;
    private static final int CONTEXT = 2;
    private static final int LONGEST_LINE = 400;

    /** Where the first match is, or the first line if there is none to show. */
    public int firstLine() {
        return passages.stream()
                .flatMap(passage -> passage.lines().stream())
                .filter(Line::hit)
                .findFirst()
                .map(Line::number)
                .orElse(1);
    }

    ConfigHit {
        passages = List.copyOf(passages);
    }

    /** Lines that follow each other. */
    record Passage(List<Line> lines) {

        Passage {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param number counts from 1
     * @param hit whether a match lies in it
     * @param text cut after 400 characters
     */
    record Line(int number, boolean hit, String text) {}

    /** @param text null where no matches are to be shown */
    static ConfigHit of(
            long deviceId,
            String group,
            String device,
            long versionId,
            @Nullable SearchPattern pattern,
            @Nullable String text) {
        if (pattern == null || text == null) {
            return new ConfigHit(deviceId, group, device, versionId, 0, List.of());
        }
        List<int[]> found = new ArrayList<>();
        int matches = 0;
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (matches < MOST_COUNTED && from <= text.length() && matcher.find(from)) {
            matches++;
            if (found.size() < MOST_SHOWN) {
                found.add(new int[] {matcher.start(), Math.max(matcher.start(), matcher.end() - 1)});
            }
            // One match for a line is enough.
            int end = text.indexOf('\n', Math.max(matcher.start(), matcher.end() - 1));
            from = end < 0 ? text.length() + 1 : end + 1;
        }
        return new ConfigHit(deviceId, group, device, versionId, matches, passages(text, found));
    }

    private static List<Passage> passages(String text, List<int[]> found) {
        String[] lines = text.split("\n", -1);
        int[] starts = new int[lines.length];
        for (int line = 1; line < lines.length; line++) {
            starts[line] = starts[line - 1] + lines[line - 1].length() + 1;
        }
        List<Passage> passages = new ArrayList<>();
        List<Line> open = new ArrayList<>();
        int next = 0;
        for (int[] match : found) {
            int first = lineAt(starts, match[0]);
            int last = Math.min(lineAt(starts, match[1]), first + 2 * CONTEXT);
            int begin = Math.max(first - CONTEXT, 0);
            if (begin > next && !open.isEmpty()) {
                passages.add(new Passage(open));
                open = new ArrayList<>();
            }
            mark(open, first, last);
            for (int line = Math.max(begin, next); line <= Math.min(last + CONTEXT, lastLine(lines)); line++) {
                open.add(new Line(line + 1, line >= first && line <= last, cut(lines[line])));
                next = line + 1;
            }
        }
        if (!open.isEmpty()) {
            passages.add(new Passage(open));
        }
        return passages;
    }

    /** Lines that came along as the context of an earlier match. */
    private static void mark(List<Line> open, int first, int last) {
        open.replaceAll(line -> line.number() - 1 >= first && line.number() - 1 <= last
                ? new Line(line.number(), true, line.text())
                : line);
    }

    private static int lastLine(String[] lines) {
        return lines[lines.length - 1].isEmpty() && lines.length > 1 ? lines.length - 2 : lines.length - 1;
    }

    private static int lineAt(int[] starts, int position) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " …";
    }
}
