package io.zonekeeper.common.platform;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A set of definitions in which keys and aliases are unique and inheritance is resolved. Immutable. */
public final class PlatformDefinitions {

    private final Map<String, PlatformDefinition> byKey;
    private final Map<String, PlatformDefinition> byName;

    private PlatformDefinitions(Map<String, PlatformDefinition> byKey, Map<String, PlatformDefinition> byName) {
        this.byKey = byKey;
        this.byName = byName;
    }

    /**
     * Reads one definition that inherits nothing.
     *
     * @throws DefinitionException with every mistake
     */
    public static PlatformDefinition parse(InputStream in, String fileName) {
        return of(List.of(DefinitionFile.read(in, fileName))).all().iterator().next();
    }

    /** @throws DefinitionException with every mistake of every file */
    public static PlatformDefinitions of(List<DefinitionFile> files) {
        Problems problems = new Problems();
        Map<String, DefinitionFile> sources = new LinkedHashMap<>();
        for (DefinitionFile file : files) {
            DefinitionFile earlier = sources.putIfAbsent(file.key(), file);
            if (earlier != null && !file.key().isEmpty()) {
                problems.add(
                        file.file(),
                        file.lineOf("key"),
                        "The key \"%s\" is taken by %s:%d: choose another one."
                                .formatted(file.key(), earlier.file(), earlier.lineOf("key")));
            }
        }
        Map<String, PlatformDefinition> byKey = new LinkedHashMap<>();
        for (DefinitionFile file : files) {
            inherited(file, sources, problems).ifPresent(resolved -> {
                PlatformDefinition definition = new DefinitionReader(resolved, problems).read();
                byKey.putIfAbsent(definition.key(), definition);
            });
        }
        Map<String, PlatformDefinition> byName = names(byKey.values(), sources, problems);
        problems.throwIfAny();
        return new PlatformDefinitions(byKey, byName);
    }

    /** The definition of that key or, ignoring case, of that alias. */
    public Optional<PlatformDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** In the order of the files. */
    public Collection<PlatformDefinition> all() {
        return byKey.values();
    }

    private static Optional<DefinitionFile> inherited(
            DefinitionFile file, Map<String, DefinitionFile> sources, Problems problems) {
        List<DefinitionFile> line = new ArrayList<>(List.of(file));
        while (!line.getLast().parent().isEmpty()) {
            DefinitionFile child = line.getLast();
            DefinitionFile parent = sources.get(child.parent());
            if (parent == null) {
                problems.add(child.file(), child.lineOf("extends"), noParent(child.parent(), sources.keySet()));
                return Optional.empty();
            }
            if (line.contains(parent)) {
                problems.add(
                        child.file(),
                        child.lineOf("extends"),
                        "\"%s\" extends itself, by way of \"%s\": break the circle."
                                .formatted(parent.key(), child.key()));
                return Optional.empty();
            }
            line.add(parent);
        }
        DefinitionFile resolved = line.getLast();
        for (DefinitionFile child : line.reversed().subList(1, line.size())) {
            resolved = child.under(resolved);
        }
        return Optional.of(resolved);
    }

    private static String noParent(String name, Set<String> known) {
        return NearestWord.to(name, known)
                .map(nearest ->
                        "There is no definition \"%s\" to extend: did you mean \"%s\"?".formatted(name, nearest))
                .orElseGet(() -> "There is no definition \"%s\" to extend.".formatted(name));
    }

    private static Map<String, PlatformDefinition> names(
            Collection<PlatformDefinition> definitions, Map<String, DefinitionFile> sources, Problems problems) {
        Map<String, PlatformDefinition> names = new HashMap<>();
        definitions.forEach(definition -> names.put(definition.key(), definition));
        for (PlatformDefinition definition : definitions) {
            for (String alias : distinct(definition.aliases())) {
                PlatformDefinition other = names.putIfAbsent(alias, definition);
                DefinitionFile file = sources.get(definition.key());
                if (other != null && !other.equals(definition) && file != null) {
                    problems.add(
                            file.file(),
                            file.lineOf("aliases"),
                            "The alias \"%s\" already means \"%s\": leave it to one of them."
                                    .formatted(alias, other.key()));
                }
            }
        }
        return names;
    }

    private static Set<String> distinct(PlatformDefinition.Aliases aliases) {
        Set<String> names = new LinkedHashSet<>();
        for (List<String> system : List.of(aliases.oxidized(), aliases.netmiko(), aliases.napalm())) {
            system.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        }
        return names;
    }
}
