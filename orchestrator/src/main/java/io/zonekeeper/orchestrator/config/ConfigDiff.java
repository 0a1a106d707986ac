package io.zonekeeper.orchestrator.config;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two texts, line by line, in hunks with context around them.
 *
 * @param hunks in the order of the text; empty if the texts are equal
 */
public record ConfigDiff(List<Hunk> hunks, int added, int removed) {

    /** Numbers count from 1; a hunk that has no line on one side gives the line before it, as unified diffs do. */
    public record Hunk(int oldStart, int oldLines, int newStart, int newLines, List<Line> lines) {

        public String header() {
            return "@@ -%d,%d +%d,%d @@".formatted(oldStart, oldLines, newStart, newLines);
        }
    }

    /** @param oldNumber null for an added line, as {@code newNumber} is for a removed one */
    public record Line(
            Kind kind,
            @Nullable Integer oldNumber,
            @Nullable Integer newNumber,
            String text) {}

    public enum Kind {
        CONTEXT(' '),
        ADDED('+'),
        REMOVED('-');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }

        public char sign() {
            return sign;
        }
    }

    /** @param context lines shown around each change */
    public static ConfigDiff between(String older, String newer, int context) {
        List<String> oldLines = older.lines().toList();
        List<String> newLines = newer.lines().toList();
        List<AbstractDelta<String>> deltas = DiffUtils.diff(oldLines, newLines).getDeltas();
        List<Hunk> hunks = new ArrayList<>();
        int added = 0;
        int removed = 0;
        int from = 0;
        while (from < deltas.size()) {
            int to = from + 1;
            while (to < deltas.size() && gap(deltas.get(to - 1), deltas.get(to)) <= 2 * context) {
                to++;
            }
            hunks.add(hunk(deltas.subList(from, to), oldLines, context));
            from = to;
        }
        for (AbstractDelta<String> delta : deltas) {
            added += delta.getTarget().size();
            removed += delta.getSource().size();
        }
        return new ConfigDiff(List.copyOf(hunks), added, removed);
    }

    /** Unified format, as {@code diff -u} and Git write it. */
    public String unified(String oldName, String newName) {
        if (hunks.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append("--- ").append(oldName).append('\n');
        text.append("+++ ").append(newName).append('\n');
        for (Hunk hunk : hunks) {
            text.append(hunk.header()).append('\n');
            for (Line line : hunk.lines()) {
                text.append(line.kind().sign()).append(line.text()).append('\n');
            }
        }
        return text.toString();
    }

    private static int gap(AbstractDelta<String> first, AbstractDelta<String> second) {
        return second.getSource().getPosition()
                - (first.getSource().getPosition() + first.getSource().size());
    }

    private static Hunk hunk(List<AbstractDelta<String>> deltas, List<String> oldLines, int context) {
        AbstractDelta<String> first = deltas.getFirst();
        AbstractDelta<String> last = deltas.getLast();
        int lead = Math.min(context, first.getSource().getPosition());
        int oldFrom = first.getSource().getPosition() - lead;
        int newFrom = first.getTarget().getPosition() - lead;
        int oldEnd = Math.min(
                oldLines.size(),
                last.getSource().getPosition() + last.getSource().size() + context);
        List<Line> lines = new ArrayList<>();
        int oldAt = oldFrom;
        int newAt = newFrom;
        for (AbstractDelta<String> delta : deltas) {
            while (oldAt < delta.getSource().getPosition()) {
                lines.add(new Line(Kind.CONTEXT, oldAt + 1, newAt + 1, oldLines.get(oldAt)));
                oldAt++;
                newAt++;
            }
            for (String text : delta.getSource().getLines()) {
                lines.add(new Line(Kind.REMOVED, ++oldAt, null, text));
            }
            for (String text : delta.getTarget().getLines()) {
                lines.add(new Line(Kind.ADDED, null, ++newAt, text));
            }
        }
        while (oldAt < oldEnd) {
            lines.add(new Line(Kind.CONTEXT, oldAt + 1, newAt + 1, oldLines.get(oldAt)));
            oldAt++;
            newAt++;
        }
        int oldCount = oldAt - oldFrom;
        int newCount = newAt - newFrom;
        return new Hunk(
                oldCount == 0 ? oldFrom : oldFrom + 1,
                oldCount,
                newCount == 0 ? newFrom : newFrom + 1,
                newCount,
                List.copyOf(lines));
    }
}
