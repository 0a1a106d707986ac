package io.zonekeeper.orchestrator.oxidized;

import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How an Oxidized server reads its {@code router.db}, and what it takes where a line says nothing. Immutable. Holds passwords;
 * {@link #toString()} shows none.
 */
public final class OxidizedConfig {

    /** The columns of Oxidized's own example. */
    public static final List<String> USUAL_COLUMNS = List.of("name", "ip", "model", "username", "password", "enable");

    public static final String USUAL_DELIMITER = ":";

    private static final Set<String> NODE_COLUMNS =
            Set.of("name", "ip", "model", "group", "username", "password", "input", "output", "timeout");

    private final Pattern delimiter;
    private final Map<String, Integer> columns;
    private final Map<String, Integer> variables;
    private final List<Renaming> models;
    private final List<Renaming> groups;
    private final ConfigNode root;

    private OxidizedConfig(
            Pattern delimiter, Map<String, Integer> columns, Map<String, Integer> variables, ConfigNode root)
            throws OxidizedConfigException {
        this.delimiter = delimiter;
        this.columns = columns;
        this.variables = variables;
        this.models = root.at("model_map").renamings();
        this.groups = root.at("group_map").renamings();
        this.root = root;
        if (!columns.containsKey("name")) {
            throw new OxidizedConfigException(
                    "No column is the name: say which one is, such as \"name: 0\" in the map.");
        }
    }

    /**
     * Reads Oxidized's file {@code config}: {@code source.csv} with its {@code delimiter}, {@code map} and {@code vars_map};
     * {@code model_map} and {@code group_map}; and what it says for all devices, groups and models.
     *
     * @throws OxidizedConfigException with a sentence that names the line
     */
    public static OxidizedConfig parse(String yaml) throws OxidizedConfigException {
        ConfigNode root = ConfigNode.read(yaml);
        ConfigNode csv = root.at("source", "csv");
        if (csv.isAbsent()) {
            throw new OxidizedConfigException(
                    "There is no section source.csv: only a router.db is read, no other source of Oxidized.");
        }
        ConfigNode delimiter = csv.at("delimiter");
        return new OxidizedConfig(
                delimiter.isAbsent() ? Pattern.compile(USUAL_DELIMITER) : delimiter.delimiter(),
                csv.at("map").columns(),
                csv.at("vars_map").columns(),
                root);
    }

    /**
     * For a {@code router.db} whose columns are these; an empty name is a column not looked at.
     *
     * @param delimiter the text between two columns
     * @throws OxidizedConfigException if no column is the name
     */
    public static OxidizedConfig ofColumns(String delimiter, List<String> names) throws OxidizedConfigException {
        if (delimiter.isEmpty()) {
            throw new OxidizedConfigException(
                    "The delimiter is empty: give the text between two columns, such as \":\".");
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        Map<String, Integer> variables = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                (NODE_COLUMNS.contains(name) ? columns : variables).putIfAbsent(name, i);
            }
        }
        return new OxidizedConfig(Pattern.compile(Pattern.quote(delimiter)), columns, variables, new ConfigNode(null));
    }

    String[] split(String line) {
        return delimiter.split(line, -1);
    }

    /** The names of columns by which a node is described, with their places. */
    Map<String, Integer> columns() {
        return columns;
    }

    /** As {@link #columns()}, for what Oxidized calls the variables of a node. */
    Map<String, Integer> variables() {
        return variables;
    }

    String model(String written) {
        return Renaming.apply(models, written);
    }

    String group(String written) {
        return Renaming.apply(groups, written);
    }

    /** What is said for all devices. */
    Optional<String> common(String... path) {
        return root.at(path).value();
    }

    /** What is said for a device of this group and model; the narrower place counts. */
    Optional<String> setting(String group, String model, String... path) {
        return Stream.of(
                        root.at("groups", group, "models", model),
                        root.at("models", model),
                        root.at("groups", group),
                        root)
                .map(place -> place.at(path).value())
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public String toString() {
        return "OxidizedConfig[columns=%s, variables=%s]".formatted(columns, variables);
    }
}
