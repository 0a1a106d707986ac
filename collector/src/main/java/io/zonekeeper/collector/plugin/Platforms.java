package io.zonekeeper.collector.plugin;

import io.zonekeeper.common.platform.DefinitionException;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinitions;
import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.wire.Heartbeat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The platforms a collector can back up: those it comes with and an operator's own. Immutable and thread-safe. */
public final class Platforms {

    private static final String FOLDER = "/platforms/";
    private static final String INDEX = FOLDER + "index";
    private static final Heartbeat.AnnouncedPlatform NOOP = new Heartbeat.AnnouncedPlatform(
            NoopPlugin.KEY,
            null,
            "No device, a made-up configuration",
            Content.sha256Of("noop 1".getBytes(StandardCharsets.UTF_8)),
            null,
            List.of());

    private final PlatformDefinitions definitions;
    private final Map<String, BackupPlugin> plugins = new HashMap<>();

    private Platforms(PlatformDefinitions definitions) {
        if (definitions.find(NoopPlugin.KEY).isPresent()) {
            throw new SettingException(
                    "A platform definition has the key or alias \"noop\", which is the plugin without a device: name it otherwise.");
        }
        this.definitions = definitions;
        definitions.all().forEach(definition -> plugins.put(definition.key(), new PlatformEngine(definition)));
        plugins.put(NoopPlugin.KEY, new NoopPlugin());
    }

    public static Platforms builtIn() {
        return new Platforms(PlatformDefinitions.of(builtInFiles()));
    }

    /**
     * The built-in platforms and those of the files {@code *.yaml} in a directory. A file with a built-in's key replaces it.
     *
     * @throws SettingException if the directory cannot be read
     * @throws DefinitionException with every mistake of every file
     */
    public static Platforms load(Path operatorDirectory) {
        return with(operatorFiles(operatorDirectory));
    }

    /** The built-in platforms and one more, which replaces a built-in of the same key. */
    public static Platforms with(DefinitionFile file) {
        return with(List.of(file));
    }

    /** As {@link #load(Path)}, with one more, which replaces another of the same key. */
    public static Platforms load(Path operatorDirectory, DefinitionFile file) {
        List<DefinitionFile> files = new ArrayList<>(operatorFiles(operatorDirectory));
        files.removeIf(other -> other.key().equals(file.key()));
        files.add(file);
        return with(files);
    }

    private static Platforms with(List<DefinitionFile> files) {
        Map<String, DefinitionFile> builtIn = new LinkedHashMap<>();
        builtInFiles().forEach(file -> builtIn.put(file.key(), file));
        files.forEach(file -> builtIn.remove(file.key()));
        List<DefinitionFile> all = new ArrayList<>(builtIn.values());
        all.addAll(files);
        return new Platforms(PlatformDefinitions.of(all));
    }

    /** The plugin of that key or, ignoring case, of that alias. */
    public Optional<BackupPlugin> find(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        String key = definitions.find(wanted).map(PlatformDefinition::key).orElse(wanted);
        return Optional.ofNullable(plugins.get(key));
    }

    /** The definition of that key or alias; empty for what is not defined by one. */
    public Optional<PlatformDefinition> definition(String name) {
        return definitions.find(name);
    }

    /** What the collector says of its platforms, ordered by key. */
    public List<Heartbeat.AnnouncedPlatform> announced() {
        return Stream.concat(definitions.all().stream().map(Platforms::announce), Stream.of(NOOP))
                .sorted(Comparator.comparing(Heartbeat.AnnouncedPlatform::key))
                .toList();
    }

    private static Heartbeat.AnnouncedPlatform announce(PlatformDefinition definition) {
        PlatformDefinition.Proof proof = definition.proof();
        return new Heartbeat.AnnouncedPlatform(
                definition.key(),
                definition.vendor(),
                definition.displayName(),
                definition.hash(),
                proof == null ? null : proof.name().toLowerCase(Locale.ROOT),
                definition.aliases().all());
    }

    private static List<DefinitionFile> builtInFiles() {
        return index().stream()
                .map(name -> {
                    try (InputStream in = resource(FOLDER + name)) {
                        return DefinitionFile.read(in, name);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static List<String> index() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(resource(INDEX), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = Platforms.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("The resource %s is missing in this build.".formatted(name));
        }
        return in;
    }

    private static List<DefinitionFile> operatorFiles(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<DefinitionFile> files = new ArrayList<>();
            for (Path path : entries.filter(entry -> entry.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                try (InputStream in = Files.newInputStream(path)) {
                    files.add(DefinitionFile.read(in, path.toString()));
                }
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new SettingException(
                    "The directory of platform definitions %s cannot be read (%s): make it readable or unset ZONEKEEPER_PLATFORMS_DIR."
                            .formatted(directory, e.getClass().getSimpleName()),
                    e);
        }
    }
}
