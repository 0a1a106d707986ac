package io.zonekeeper.common.platform;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML mapping read key by key. What is wrong goes to the problems and reads as if it were absent. */
final class Section {

    /**
     * A value and the file it is from: after inheritance a section's values are from several.
     *
     * @param before a list this list continues, or null
     */
    record Value(String file, Node node, @Nullable Value before) {

        Value(String file, Node node) {
            this(file, node, null);
        }

        int line() {
            return node.getStartMark().getLine() + 1;
        }
    }

    private final String what;
    private final String file;
    private final int line;
    private final Map<String, Value> values;
    private final Problems problems;

    Section(String what, String file, int line, Map<String, Value> values, Problems problems) {
        this.what = what;
        this.file = file;
        this.line = line;
        this.values = values;
        this.problems = problems;
    }

    /** Reads a mapping; keys that are not known, and keys given twice, are problems. */
    static Section of(String what, Value value, Set<String> known, Problems problems) {
        Map<String, Value> values = new LinkedHashMap<>();
        if (!(value.node() instanceof MappingNode mapping)) {
            problems.add(
                    value.file(),
                    value.node(),
                    "%s must be a mapping with the keys %s.".formatted(what, String.join(", ", new TreeSet<>(known))));
            return new Section(what, value.file(), value.line(), values, problems);
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(name)) {
                problems.add(value.file(), key, unknown(what, name, known));
            } else if (values.containsKey(name)) {
                problems.add(value.file(), key, "%s has the key \"%s\" twice: keep one.".formatted(what, name));
            } else {
                values.put(name, new Value(value.file(), tuple.getValueNode()));
            }
        }
        return new Section(what, value.file(), value.line(), values, problems);
    }

    private static String unknown(String what, String name, Set<String> known) {
        return NearestWord.to(name, known)
                .map(nearest -> "%s has no key \"%s\": did you mean \"%s\"?".formatted(what, name, nearest))
                .orElseGet(() -> "%s has no key \"%s\": it knows %s."
                        .formatted(what, name, String.join(", ", new TreeSet<>(known))));
    }

    Map<String, Value> values() {
        return values;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    void problem(String key, String sentence) {
        Value value = values.get(key);
        if (value == null) {
            problems.add(file, line, sentence);
        } else {
            problems.add(value.file(), value.node(), sentence);
        }
    }

    @Nullable String text(String key) {
        Value value = values.get(key);
        return value == null ? null : scalar(key, value);
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** Empty if it is missing, which is a problem. */
    String required(String key) {
        if (!has(key)) {
            problems.add(file, line, "%s needs the key \"%s\".".formatted(what, key));
            return "";
        }
        return text(key, "");
    }

    int number(String key, int otherwise, int least, int most) {
        String text = text(key);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            problem(key, "\"%s\" is \"%s\": write a whole number.".formatted(key, text));
            return otherwise;
        }
        problem(key, "\"%s\" is %s: write a number from %d to %d.".formatted(key, text, least, most));
        return otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        String text = text(key);
        if (text == null) {
            return otherwise;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                problem(key, "\"%s\" is \"%s\": write true or false.".formatted(key, text));
                yield otherwise;
            }
        };
    }

    <T> @Nullable T choice(String key, Map<String, T> choices) {
        Value value = values.get(key);
        return value == null ? null : choice(key, value, choices);
    }

    <T> @Nullable T choice(String key, Value value, Map<String, T> choices) {
        String text = scalar(key, value);
        if (text == null) {
            return null;
        }
        T choice = choices.get(text);
        if (choice == null) {
            problems.add(
                    value.file(),
                    value.node(),
                    "\"%s\" is \"%s\": write %s."
                            .formatted(key, text, String.join(" or ", new TreeSet<>(choices.keySet()))));
        }
        return choice;
    }

    @Nullable Pattern regex(String key, int flags) {
        Value value = values.get(key);
        return value == null ? null : regex(key, value, flags);
    }

    /** Matches nothing if it is missing or wrong, which is a problem. */
    Pattern requiredRegex(String key, int flags) {
        if (!has(key)) {
            required(key);
        }
        Pattern pattern = regex(key, flags);
        return pattern == null ? Pattern.compile("[^\\x00-\\x{10FFFF}]") : pattern;
    }

    @Nullable Pattern regex(String key, Value value, int flags) {
        String text = scalar(key, value);
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            problems.add(
                    value.file(), value.node(), "\"%s\" has an empty pattern, which matches anything.".formatted(key));
            return null;
        }
        try {
            return Pattern.compile(text, flags);
        } catch (PatternSyntaxException e) {
            problems.add(
                    value.file(),
                    value.node(),
                    "\"%s\" is no pattern RE2 can read: %s in %s (look-around and back references do not exist there)."
                            .formatted(key, e.getDescription(), text));
            return null;
        }
    }

    List<Pattern> regexes(String key, int flags) {
        return list(key, value -> regex(key, value, flags));
    }

    List<String> texts(String key) {
        return list(key, value -> scalar(key, value));
    }

    /** A single value reads as a list of one; what the reader gives null for is left out. */
    <T> List<T> list(String key, Function<Value, @Nullable T> reader) {
        Value value = values.get(key);
        if (value == null) {
            return List.of();
        }
        List<T> list = new ArrayList<>();
        for (Value element : elements(value)) {
            T read = reader.apply(element);
            if (read != null) {
                list.add(read);
            }
        }
        return List.copyOf(list);
    }

    static List<Value> elements(Value value) {
        List<Value> elements = new ArrayList<>();
        Value before = value.before();
        if (before != null) {
            elements.addAll(elements(before));
        }
        if (value.node() instanceof SequenceNode sequence) {
            sequence.getValue().forEach(node -> elements.add(new Value(value.file(), node)));
        } else if (!isNull(value.node())) {
            elements.add(new Value(value.file(), value.node()));
        }
        return elements;
    }

    @Nullable String scalar(String key, Value value) {
        if (!(value.node() instanceof ScalarNode scalar)) {
            problems.add(value.file(), value.node(), "\"%s\" must be one value.".formatted(key));
            return null;
        }
        if (isNull(scalar)) {
            problems.add(
                    value.file(), value.node(), "\"%s\" has no value: give one or leave the key out.".formatted(key));
            return null;
        }
        return scalar.getValue();
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag() == Tag.NULL;
    }
}
