package io.zonekeeper.common.platform;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * A recorded dialogue: what the device said before the first command and to each. File names have the form {@code
 * <model>#<device>#simulation.yaml}, or {@code custom_simulation} for {@code simulation}.
 *
 * @param greeting null for a device that is spoken to without a shell
 * @param answers by command without its line end, in the recorded order; each a list of pages
 */
public record Recording(
        String model, String name, Path file, @Nullable String greeting, Map<String, List<String>> answers) {

    private static final String PAGE_KEY = " ";

    /** The folder with the recordings; empty where there is none. */
    public static Optional<Path> folder() {
        String named = System.getProperty("zonekeeper.fixtures", System.getenv("ZONEKEEPER_FIXTURES"));
        Path folder = named == null ? Path.of("..", "..", "shared", "fixtures", "oxidized") : Path.of(named);
        return Optional.of(folder).filter(Files::isDirectory);
    }

    public static List<Recording> ofModels(Path folder, List<String> models) {
        return all(folder).stream()
                .filter(recording -> models.contains(recording.model()))
                .toList();
    }

    /** In the order of their names. */
    public static List<Recording> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("simulation.yaml"))
                    .sorted()
                    .map(Recording::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is a prompt of a platform and what is none.
     *
     * @param pass with the control characters it is surrounded by
     */
    public record Prompts(String model, List<String> pass, List<String> fail) {}

    /** The lists of prompts in the folder, in the order of their names. */
    public static List<Prompts> prompts(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("#prompt.yaml"))
                    .sorted()
                    .map(Recording::promptsOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Prompts promptsOf(Path file) {
        Map<?, ?> yaml = (Map<?, ?>) load(file);
        List<String> pass = new ArrayList<>(texts(yaml.get("pass")));
        pass.addAll(texts(yaml.get("pass_with_expect")));
        String model = file.getFileName().toString().split("#")[0];
        return new Prompts(model, pass, texts(yaml.get("fail")));
    }

    /** Lines of a text of the recording's companions, such as {@code secret.yaml}. */
    public List<String> listed(String type, String list) {
        Path companion = file.resolveSibling(name + "#" + type + ".yaml");
        if (!Files.exists(companion)) {
            return List.of();
        }
        return texts(((Map<?, ?>) load(companion)).get(list));
    }

    private static List<String> texts(@Nullable Object list) {
        return list == null
                ? List.of()
                : ((List<?>) list).stream().map(Object::toString).toList();
    }

    private static Recording read(Path file) {
        String[] parts = file.getFileName().toString().split("#");
        Map<?, ?> yaml = (Map<?, ?>) load(file);
        Object greeting = yaml.get("init_prompt");
        Map<String, List<String>> answers = new LinkedHashMap<>();
        String last = "";
        for (Map.Entry<?, ?> entry : entries(yaml.get("commands"))) {
            String key = entry.getKey().toString();
            String said =
                    entry.getValue() == null ? "" : undump(entry.getValue().toString());
            if (key.equals(PAGE_KEY)) {
                pages(answers, last).add(said);
            } else {
                last = key.strip();
                pages(answers, last).add(said);
            }
        }
        return new Recording(
                parts[0],
                parts[0] + "#" + parts[1],
                file,
                greeting == null ? null : undump(greeting.toString()),
                answers);
    }

    private static List<String> pages(Map<String, List<String>> answers, String command) {
        return answers.computeIfAbsent(command, key -> new ArrayList<>());
    }

    private static List<Map.Entry<?, ?>> entries(Object commands) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>();
        if (commands instanceof Map<?, ?> map) {
            entries.addAll(map.entrySet());
        } else {
            ((List<?>) commands).forEach(one -> entries.addAll(((Map<?, ?>) one).entrySet()));
        }
        return entries;
    }

    private static Object load(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return new Yaml().load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Undoes the escapes of the recorder. */
    private static String undump(String dumped) {
        StringBuilder text = new StringBuilder(dumped.length());
        for (int i = 0; i < dumped.length(); i++) {
            char c = dumped.charAt(i);
            if (c != '\\' || i + 1 == dumped.length()) {
                text.append(c);
                continue;
            }
            char escaped = dumped.charAt(++i);
            switch (escaped) {
                case 'e' -> text.append('\u001b');
                case 'r' -> text.append('\r');
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'a' -> text.append('\u0007');
                case 'b' -> text.append('\b');
                case '0' -> text.append('\0');
                case 'x' -> {
                    text.append((char) Integer.parseInt(dumped.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case 'u' -> {
                    text.append((char) Integer.parseInt(dumped.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
