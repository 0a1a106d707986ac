package io.zonekeeper.orchestrator.oxidized;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A place in the YAML of an Oxidized configuration. It is read as nodes and never turned into objects: its tags name classes of
 * Ruby.
 */
record ConfigNode(@Nullable Node node) {

    private static final int LARGEST = 1024 * 1024;
    private static final String RUBY_REGEXP = "!ruby/regexp";

    static ConfigNode read(String yaml) throws OxidizedConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setMaxAliasesForCollections(50);
        try {
            return new ConfigNode(new Yaml(options).compose(new StringReader(yaml)));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new OxidizedConfigException(
                    mark == null ? 1 : mark.getLine() + 1, "this is no YAML (%s).".formatted(e.getProblem()));
        } catch (YAMLException e) {
            throw new OxidizedConfigException(1, "this is no YAML that can be read; it may be 1 MiB long at most.");
        }
    }

    int line() {
        return node == null ? 1 : node.getStartMark().getLine() + 1;
    }

    boolean isAbsent() {
        return node == null;
    }

    /** What stands at the end of this path of keys; absent where there is none. */
    ConfigNode at(String... path) {
        ConfigNode at = this;
        for (String key : path) {
            at = at.child(key);
        }
        return at;
    }

    private ConfigNode child(String key) {
        return entries().entrySet().stream()
                .filter(entry -> key.equals(entry.getKey().text()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new ConfigNode(null));
    }

    /** The entries of a mapping in their order; none of anything else. */
    Map<ConfigNode, ConfigNode> entries() {
        Map<ConfigNode, ConfigNode> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                entries.put(new ConfigNode(tuple.getKeyNode()), new ConfigNode(tuple.getValueNode()));
            }
        }
        return entries;
    }

    /** A text that is set; Oxidized takes {@code nil} and {@code false} for none. */
    Optional<String> value() {
        return Optional.ofNullable(text()).filter(ConfigNode::isSet);
    }

    static boolean isSet(String text) {
        return !text.isEmpty() && !text.equals("nil") && !text.equals("false");
    }

    /** The places columns have in a line, counted from 0, by name. */
    Map<String, Integer> columns() throws OxidizedConfigException {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (Map.Entry<ConfigNode, ConfigNode> entry : entries().entrySet()) {
            String name = entry.getKey().text();
            String place = entry.getValue().text();
            if (name == null || place == null || !place.matches("\\d{1,3}")) {
                throw new OxidizedConfigException(
                        entry.getKey().line(),
                        "\"%s\" must be the number of a column, counted from 0.".formatted(name == null ? "?" : name));
            }
            columns.put(name, Integer.parseInt(place));
        }
        return columns;
    }

    List<Renaming> renamings() throws OxidizedConfigException {
        List<Renaming> renamings = new ArrayList<>();
        for (Map.Entry<ConfigNode, ConfigNode> entry : entries().entrySet()) {
            Optional<String> to = entry.getValue().value();
            if (to.isEmpty()) {
                throw new OxidizedConfigException(entry.getKey().line(), "this entry maps to nothing.");
            }
            ConfigNode from = entry.getKey();
            Pattern pattern = from.isRegexp() ? from.regexp() : Pattern.compile("^%s$".formatted(from.quoted()));
            renamings.add(new Renaming(pattern, to.get()));
        }
        return renamings;
    }

    /** What divides columns: a regular expression of Ruby or the text itself. */
    Pattern delimiter() throws OxidizedConfigException {
        return isRegexp() ? regexp() : Pattern.compile(quoted());
    }

    private String quoted() {
        String text = text();
        return Pattern.quote(text == null ? "" : text);
    }

    private boolean isRegexp() {
        return node != null && node.getTag().getValue().equals(RUBY_REGEXP);
    }

    /** In Ruby's form {@code /pattern/flags}. */
    private Pattern regexp() throws OxidizedConfigException {
        String text = text();
        int end = text == null ? -1 : text.lastIndexOf('/');
        if (text == null || end < 1 || text.charAt(0) != '/') {
            throw new OxidizedConfigException(line(), "a regular expression is written /pattern/.");
        }
        String flags = text.substring(end + 1);
        if (!flags.matches("[im]*")) {
            throw new OxidizedConfigException(
                    line(), "the flags \"%s\" of a regular expression are not known here.".formatted(flags));
        }
        int known = Pattern.MULTILINE
                | (flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
                | (flags.contains("m") ? Pattern.DOTALL : 0);
        try {
            return Pattern.compile(text.substring(1, end).replace("\\/", "/"), known);
        } catch (PatternSyntaxException e) {
            throw new OxidizedConfigException(
                    line(), "this regular expression is not understood here (%s).".formatted(e.getDescription()));
        }
    }

    private @Nullable String text() {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : null;
    }

    /** Not what it holds: there are passwords in it. */
    @Override
    public String toString() {
        return "ConfigNode[line=%d]".formatted(line());
    }
}
