package io.zonekeeper.common.platform;

import io.zonekeeper.common.result.Content;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Writes what a definition says, and nothing of how it was written: keys sorted, lengths before texts. */
final class CanonicalForm {

    private CanonicalForm() {}

    static String hash(Map<String, Section.Value> values) {
        StringBuilder form = new StringBuilder();
        new TreeMap<>(values).forEach((key, value) -> {
            text(key, form);
            form.append('[');
            if (value.before() == null && !(value.node() instanceof SequenceNode)) {
                node(value.node(), form);
            } else {
                Section.elements(value).forEach(element -> node(element.node(), form));
            }
            form.append(']');
        });
        return Content.sha256Of(form.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void node(Node node, StringBuilder form) {
        switch (node) {
            case ScalarNode scalar -> text(scalar.getValue(), form);
            case SequenceNode sequence -> {
                form.append('[');
                sequence.getValue().forEach(element -> node(element, form));
                form.append(']');
            }
            case MappingNode mapping -> {
                Map<String, Node> sorted = new TreeMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    sorted.put(
                            tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "", tuple.getValueNode());
                }
                form.append('{');
                sorted.forEach((key, value) -> {
                    text(key, form);
                    node(value, form);
                });
                form.append('}');
            }
            default -> throw new IllegalArgumentException("node: %s".formatted(node.getNodeId()));
        }
    }

    private static void text(String text, StringBuilder form) {
        form.append(text.length()).append(':').append(text);
    }
}
