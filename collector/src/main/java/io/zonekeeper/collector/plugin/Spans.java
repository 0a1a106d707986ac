package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.result.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Byte ranges in any order. */
final class Spans {

    private final List<Span> spans = new ArrayList<>();

    void add(int from, int to) {
        if (to > from) {
            spans.add(new Span(from, to));
        }
    }

    void clear() {
        spans.clear();
    }

    /** Ascending and without overlap; ranges that touch are one. */
    List<Span> merged() {
        spans.sort(Comparator.comparingInt(Span::start));
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            Span last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && span.start() <= last.end()) {
                merged.set(merged.size() - 1, new Span(last.start(), Math.max(last.end(), span.end())));
            } else {
                merged.add(span);
            }
        }
        return List.copyOf(merged);
    }
}
