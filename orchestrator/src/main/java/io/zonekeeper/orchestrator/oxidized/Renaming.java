package io.zonekeeper.orchestrator.oxidized;

import com.google.re2j.Pattern;
import java.util.List;

/** One entry of {@code model_map} or {@code group_map}: what matches is called otherwise. */
record Renaming(Pattern from, String to) {

    /** The first entry that matches counts; what none matches stays as it is. */
    static String apply(List<Renaming> renamings, String name) {
        return renamings.stream()
                .filter(renaming -> renaming.from().matcher(name).find())
                .map(Renaming::to)
                .findFirst()
                .orElse(name);
    }
}
