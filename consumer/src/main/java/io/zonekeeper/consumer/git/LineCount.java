package io.zonekeeper.consumer.git;

import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Lines added and removed between two texts, as {@code git diff --histogram} counts them. */
record LineCount(int added, int removed) {

    static final LineCount NONE = new LineCount(0, 0);

    static LineCount between(byte[] before, byte[] after) {
        int added = 0;
        int removed = 0;
        for (Edit edit : new HistogramDiff().diff(RawTextComparator.DEFAULT, new RawText(before), new RawText(after))) {
            added += edit.getLengthB();
            removed += edit.getLengthA();
        }
        return new LineCount(added, removed);
    }
}
