package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Condition;
import io.zonekeeper.common.platform.PlatformDefinition.ForEach;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What later commands want to know of earlier answers: found while an answer is at hand, so that none is kept for it. */
final class Findings {

    private final Map<String, List<Condition>> conditions = new HashMap<>();
    private final Map<String, List<ForEach>> lists = new HashMap<>();
    private final Map<Condition, Boolean> holding = new HashMap<>();
    private final Map<ForEach, Set<String>> items = new HashMap<>();

    Findings(PlatformDefinition definition) {
        for (Command command : definition.commands()) {
            for (Condition condition : command.when()) {
                conditions
                        .computeIfAbsent(condition.answer(), name -> new ArrayList<>())
                        .add(condition);
            }
            ForEach forEach = command.forEach();
            if (forEach != null) {
                lists.computeIfAbsent(forEach.answer(), name -> new ArrayList<>())
                        .add(forEach);
            }
        }
    }

    /** Looks at the lines from {@code start} on, the answer of that name. */
    void look(String name, Bytes bytes, int start) {
        for (Condition condition : conditions.getOrDefault(name, List.of())) {
            LinePattern pattern = new LinePattern(condition.matches());
            boolean[] found = {false};
            bytes.forEachLine(start, (array, from, to, at) -> found[0] = found[0] || pattern.isIn(array, from, to));
            holding.put(condition, found[0] != condition.negated());
        }
        for (ForEach forEach : lists.getOrDefault(name, List.of())) {
            Set<String> found = new LinkedHashSet<>();
            LinePattern pattern = new LinePattern(forEach.item());
            bytes.forEachLine(start, (array, from, to, at) -> {
                if (pattern.mayBeIn(array, from, to)) {
                    add(pattern.matcher(array, from, to), found);
                }
            });
            items.put(forEach, found);
        }
    }

    private static void add(Matcher matcher, Set<String> found) {
        while (matcher.find()) {
            String item = matcher.group(1);
            if (item != null && !item.isBlank()) {
                found.add(item);
            }
        }
    }

    /** Of an answer that never came only what it lacks is true. */
    boolean holds(Condition condition) {
        return holding.getOrDefault(condition, condition.negated());
    }

    /** In the order they were listed, each once. */
    Set<String> items(ForEach forEach) {
        return items.getOrDefault(forEach, Set.of());
    }
}
