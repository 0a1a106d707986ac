package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.result.Span;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Byte ranges, kept ascending and without overlap; ranges that touch are one. They may come in any order, and are quick to add
 * in an ascending one.
 */
final class Spans {

    private int[] bounds = new int[32];
    private int length;

    void add(int from, int to) {
        if (to <= from) {
            return;
        }
        int first = length;
        while (first > 0 && bounds[first - 1] >= from) {
            first -= 2;
        }
        int last = first;
        int start = from;
        int end = to;
        while (last < length && bounds[last] <= to) {
            start = Math.min(start, bounds[last]);
            end = Math.max(end, bounds[last + 1]);
            last += 2;
        }
        replace(first, last, start, end);
    }

    private void replace(int first, int last, int start, int end) {
        int newLength = length + 2 - (last - first);
        if (newLength > bounds.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
        }
        System.arraycopy(bounds, last, bounds, first + 2, length - last);
        bounds[first] = start;
        bounds[first + 1] = end;
        length = newLength;
    }

    void clear() {
        length = 0;
    }

    int count() {
        return length / 2;
    }

    int start(int index) {
        return bounds[2 * index];
    }

    int end(int index) {
        return bounds[2 * index + 1];
    }

    /** As they are now, each made when it is asked for. */
    List<Span> toList() {
        return new Fixed(Arrays.copyOf(bounds, length));
    }

    private static final class Fixed extends AbstractList<Span> implements RandomAccess {

        private final int[] bounds;

        Fixed(int[] bounds) {
            this.bounds = bounds;
        }

        @Override
        public Span get(int index) {
            return new Span(bounds[2 * index], bounds[2 * index + 1]);
        }

        @Override
        public int size() {
            return bounds.length / 2;
        }
    }
}
