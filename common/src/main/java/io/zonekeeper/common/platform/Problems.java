package io.zonekeeper.common.platform;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects mistakes so that one look shows all of them. */
final class Problems {

    private final List<DefinitionException.Problem> found = new ArrayList<>();

    void add(String file, int line, String sentence) {
        DefinitionException.Problem problem = new DefinitionException.Problem(file, line, sentence);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    void add(String file, Node node, String sentence) {
        add(file, node.getStartMark().getLine() + 1, sentence);
    }

    /** @throws DefinitionException if there is any */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new DefinitionException(found);
        }
    }
}
