package io.zonekeeper.common.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** One file as written, before inheritance. */
public final class DefinitionFile {

    private static final int LARGEST = 1024 * 1024;

    /** Lists to which a child adds; everything else it replaces. */
    private static final Set<String> CONTINUED = Set.of("pager", "errors", "drop", "ignore", "secrets");

    private static final Set<String> NOT_INHERITED = Set.of("key", "display_name", "aliases", "extends", "proof");

    private final String file;
    private final int line;
    private final Map<String, Section.Value> values;

    private DefinitionFile(String file, int line, Map<String, Section.Value> values) {
        this.file = file;
        this.line = line;
        this.values = values;
    }

    /**
     * Reads YAML; what the keys hold is checked later, together with what is inherited.
     *
     * @param fileName as shown in messages
     * @throws DefinitionException if it is no YAML or has keys that are not known
     * @throws UncheckedIOException if the stream cannot be read
     */
    public static DefinitionFile read(InputStream in, String fileName) {
        Problems problems = new Problems();
        Node root = compose(in, fileName, problems);
        problems.throwIfAny();
        if (root == null) {
            problems.add(fileName, 1, "The file is empty: a definition begins with \"key:\".");
            problems.throwIfAny();
            throw new IllegalStateException("an empty file is a problem");
        }
        Section section =
                Section.of("A definition", new Section.Value(fileName, root), DefinitionReader.KEYS, problems);
        problems.throwIfAny();
        return new DefinitionFile(fileName, root.getStartMark().getLine() + 1, section.values());
    }

    private static @Nullable Node compose(InputStream in, String fileName, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setMaxAliasesForCollections(50);
        try {
            return new Yaml(options)
                    .compose(new InputStreamReader(
                            in,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problems.add(
                    fileName, mark == null ? 1 : mark.getLine() + 1, "This is no YAML: %s.".formatted(e.getProblem()));
        } catch (YAMLException e) {
            String message = e.getCause() instanceof IOException ? "it is not written in UTF-8" : e.getMessage();
            problems.add(fileName, 1, "This is no YAML: %s.".formatted(message));
        }
        return null;
    }

    /** The definition's key as written; empty if there is none. */
    public String key() {
        return scalar("key");
    }

    String parent() {
        return scalar("extends");
    }

    String file() {
        return file;
    }

    int lineOf(String key) {
        Section.Value value = values.get(key);
        return value == null ? line : value.line();
    }

    /** Itself with what it inherits. */
    DefinitionFile under(DefinitionFile parent) {
        Map<String, Section.Value> merged = new LinkedHashMap<>(parent.values);
        NOT_INHERITED.forEach(merged::remove);
        values.forEach((key, value) -> {
            Section.Value inherited = merged.get(key);
            boolean continues = CONTINUED.contains(key) && inherited != null;
            merged.put(key, continues ? new Section.Value(value.file(), value.node(), inherited) : value);
        });
        return new DefinitionFile(file, line, merged);
    }

    Section section(Problems problems) {
        return new Section("A definition", file, line, values, problems);
    }

    Map<String, Section.Value> values() {
        return values;
    }

    private String scalar(String key) {
        Section.Value value = values.get(key);
        String text = value == null ? null : new Section("", file, line, values, new Problems()).text(key);
        return text == null ? "" : text;
    }
}
