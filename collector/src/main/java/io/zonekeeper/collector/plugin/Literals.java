package io.zonekeeper.collector.plugin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many texts stand in a line, in one pass over its bytes, upper and lower case of ASCII being the same. Immutable
 * and thread-safe.
 */
final class Literals {

    private static final int BYTES = 256;
    private static final int NONE = -1;

    /** Column of each byte in the table; all bytes that stand in no text share column 0. */
    private final int[] columns = new int[BYTES];

    private final int width;
    /** Where to go, a row for each state; states are offsets of their rows, inverted where something has been found. */
    private final int[] next;
    /** By row, what has been found where the state is reached; null for most. */
    private final int[] @Nullable [] found;

    Literals(List<byte[]> texts) {
        int used = 1;
        int most = 1;
        for (byte[] text : texts) {
            most += text.length;
            for (byte b : text) {
                int lower = lower(b);
                if (columns[lower] == 0) {
                    columns[lower] = used++;
                }
            }
        }
        for (int upper = 'A'; upper <= 'Z'; upper++) {
            columns[upper] = columns[upper + 32];
        }
        width = used;
        int[] goTo = new int[most * width];
        Arrays.fill(goTo, NONE);
        int[] @Nullable [] ends = new int[most][];
        int states = 1;
        for (int i = 0; i < texts.size(); i++) {
            int state = 0;
            for (byte b : texts.get(i)) {
                int cell = state * width + columns[lower(b)];
                if (goTo[cell] == NONE) {
                    goTo[cell] = states++;
                }
                state = goTo[cell];
            }
            ends[state] = with(ends[state], new int[] {i});
        }
        complete(goTo, ends, states);
        next = new int[states * width];
        for (int cell = 0; cell < next.length; cell++) {
            int row = goTo[cell] * width;
            next[cell] = ends[goTo[cell]] == null ? row : ~row;
        }
        found = Arrays.copyOf(ends, states);
    }

    /** Fills in where to go on from where no text continues: to the longest end of what was read that begins a text. */
    private void complete(int[] goTo, int[] @Nullable [] ends, int states) {
        int[] shorter = new int[states];
        Deque<Integer> toDo = new ArrayDeque<>();
        toDo.add(0);
        while (!toDo.isEmpty()) {
            int state = toDo.remove();
            for (int column = 0; column < width; column++) {
                int cell = state * width + column;
                int fallback = state == 0 ? 0 : goTo[shorter[state] * width + column];
                if (goTo[cell] == NONE) {
                    goTo[cell] = fallback;
                } else {
                    int reached = goTo[cell];
                    shorter[reached] = fallback;
                    if (ends[fallback] != null) {
                        ends[reached] = with(ends[reached], ends[fallback]);
                    }
                    toDo.add(reached);
                }
            }
        }
    }

    private static int[] with(int @Nullable [] some, int[] more) {
        if (some == null) {
            return more;
        }
        int[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b & 0xff;
    }

    /**
     * @param seen by text: set to true for those that stand in the line
     * @return whether any does
     */
    boolean search(byte[] array, int from, int to, boolean[] seen) {
        boolean any = false;
        int state = 0;
        for (int at = from; at < to; at++) {
            state = next[state + columns[array[at] & 0xff]];
            if (state < 0) {
                state = ~state;
                any = true;
                for (int text : found[state / width]) {
                    seen[text] = true;
                }
            }
        }
        return any;
    }
}
