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

        /** The lines as they stand beside each other: what was removed and what was added in its place share rows. */
        public List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            int at = 0;
            while (at < lines.size()) {
                if (lines.get(at).kind() == Kind.CONTEXT) {
                    rows.add(new Row(lines.get(at), lines.get(at)));
                    at++;
                    continue;
                }
                List<Line> removed = run(at, Kind.REMOVED);
                List<Line> added = run(at + removed.size(), Kind.ADDED);
                for (int row = 0; row < Math.max(removed.size(), added.size()); row++) {
                    rows.add(new Row(
                            row < removed.size() ? removed.get(row) : null,
                            row < added.size() ? added.get(row) : null));
                }
                at += removed.size() + added.size();
            }
            return rows;
        }

        private List<Line> run(int from, Kind kind) {
            int to = from;
            while (to < lines.size() && lines.get(to).kind() == kind) {
                to++;
            }
            return lines.subList(from, to);
        }

        public String header() {
            return "@@ -%d,%d +%d,%d @@".formatted(oldStart, oldLines, newStart, newLines);
        }
    }

    /** Two lines beside each other; null where there is none on that side. */
    public record Row(@Nullable Line older, @Nullable Line newer) {}

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
        return between(ComparedText.of(older), ComparedText.of(newer), context);
    }

    /** As {@link #between(String, String, int)}; lines are the same whose keys are. Of these the newer is shown. */
    static ConfigDiff between(ComparedText older, ComparedText newer, int context) {
        List<AbstractDelta<String>> deltas =
                DiffUtils.diff(older.keys(), newer.keys()).getDeltas();
        List<Hunk> hunks = new ArrayList<>();
        int added = 0;
        int removed = 0;
        int from = 0;
        while (from < deltas.size()) {
            int to = from + 1;
            while (to < deltas.size() && gap(deltas.get(to - 1), deltas.get(to)) <= 2 * context) {
                to++;
            }
            hunks.add(hunk(deltas.subList(from, to), older, newer, context));
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

    private static Hunk hunk(List<AbstractDelta<String>> deltas, ComparedText older, ComparedText newer, int context) {
        AbstractDelta<String> first = deltas.getFirst();
        AbstractDelta<String> last = deltas.getLast();
        int lead = Math.min(context, first.getSource().getPosition());
        int oldFrom = first.getSource().getPosition() - lead;
        int newFrom = first.getTarget().getPosition() - lead;
        int oldEnd = Math.min(
                older.lines().size(),
                last.getSource().getPosition() + last.getSource().size() + context);
        List<Line> lines = new ArrayList<>();
        int oldAt = oldFrom;
        int newAt = newFrom;
        for (AbstractDelta<String> delta : deltas) {
            while (oldAt < delta.getSource().getPosition()) {
                lines.add(new Line(
                        Kind.CONTEXT,
                        older.number(oldAt),
                        newer.number(newAt),
                        newer.lines().get(newAt)));
                oldAt++;
                newAt++;
            }
            for (int end = oldAt + delta.getSource().size(); oldAt < end; oldAt++) {
                lines.add(new Line(
                        Kind.REMOVED, older.number(oldAt), null, older.lines().get(oldAt)));
            }
            for (int end = newAt + delta.getTarget().size(); newAt < end; newAt++) {
                lines.add(new Line(
                        Kind.ADDED, null, newer.number(newAt), newer.lines().get(newAt)));
            }
        }
        while (oldAt < oldEnd) {
            lines.add(new Line(
                    Kind.CONTEXT,
                    older.number(oldAt),
                    newer.number(newAt),
                    newer.lines().get(newAt)));
            oldAt++;
            newAt++;
        }
        int oldCount = oldAt - oldFrom;
        int newCount = newAt - newFrom;
        return new Hunk(
                older.number(oldCount == 0 ? oldFrom - 1 : oldFrom),
                oldCount,
                newer.number(newCount == 0 ? newFrom - 1 : newFrom),
                newCount,
                List.copyOf(lines));
    }
}
