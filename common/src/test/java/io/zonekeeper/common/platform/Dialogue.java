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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * A dialogue with a device as its vendor documents it, written by hand. In the answers a line {@code {page}} stands for the end
 * of a page; in the greeting {@code {key}} stands for a key the device waits for.
 *
 * @param name of its file
 * @param platform key of the definition it speaks to; the name of the file begins with it
 * @param source where the vendor documents it: title of the document and section; empty where {@code form} is not
 * @param form what the dialogue is written from where the vendor's documentation is not public: no proof of the definition
 * @param exec whether each command has a channel of its own, without prompt; the prompt is that of the shell there is besides
 * @param transport the definition's transport it is spoken over, or null for the first
 * @param unknown what is said to a command that is not in the dialogue
 * @param files by path, what files it gives by SFTP and SCP hold
 * @param config the commands whose answers, or the files whose contents, are the configuration
 * @param notConfig lines among those answers that are no part of it
 * @param volatileTexts what changes by itself, and what it changes to
 * @param secrets texts nobody may see
 */
public record Dialogue(
        String name,
        String platform,
        String source,
        String form,
        boolean exec,
        boolean echo,
        @Nullable String transport,
        String greeting,
        String prompt,
        String unknown,
        @Nullable Pager pager,
        List<Exchange> exchanges,
        Map<String, String> files,
        List<String> config,
        List<String> notConfig,
        Map<String, String> volatileTexts,
        List<String> secrets) {

    private static final Set<String> KEYS = Set.of(
            "platform",
            "source",
            "form",
            "exec",
            "echo",
            "transport",
            "greeting",
            "prompt",
            "unknown",
            "pager",
            "exchanges",
            "files",
            "config",
            "not_config",
            "volatile",
            "secrets");

    /**
     * @param mark said at the end of a page
     * @param erase said once a key is pressed
     */
    public record Pager(String mark, String erase) {}

    /**
     * @param said lines, each ending in a line feed
     * @param asks a question about what was sent, or null
     * @param expects the line that answers the question
     * @param prompt from here on, or null for the same
     * @param ends whether the device closes the session
     */
    public record Exchange(
            String sent,
            String said,
            @Nullable String asks,
            String expects,
            @Nullable String prompt,
            boolean ends) {}

    /** In the order of their names. */
    public static List<Dialogue> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .map(Dialogue::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Dialogue read(Path file) {
        Map<?, ?> yaml;
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            yaml = (Map<?, ?>) new Yaml().load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!KEYS.containsAll(yaml.keySet())) {
            throw new IllegalArgumentException("%s has keys that are not known: %s".formatted(file, yaml.keySet()));
        }
        return new Dialogue(
                file.getFileName().toString().replace(".yaml", ""),
                text(yaml, "platform"),
                text(yaml, "source"),
                text(yaml, "form"),
                flag(yaml, "exec", false),
                flag(yaml, "echo", true),
                yaml.containsKey("transport") ? text(yaml, "transport") : null,
                text(yaml, "greeting"),
                text(yaml, "prompt"),
                text(yaml, "unknown"),
                yaml.get("pager") instanceof Map<?, ?> pager
                        ? new Pager(text(pager, "mark"), text(pager, "erase"))
                        : null,
                exchanges(yaml),
                map(yaml, "files"),
                texts(yaml, "config"),
                texts(yaml, "not_config"),
                map(yaml, "volatile"),
                texts(yaml, "secrets"));
    }

    private static List<Exchange> exchanges(Map<?, ?> yaml) {
        List<Exchange> exchanges = new ArrayList<>();
        for (Object one : (List<?>) yaml.get("exchanges")) {
            Map<?, ?> exchange = (Map<?, ?>) one;
            exchanges.add(new Exchange(
                    text(exchange, "sent"),
                    text(exchange, "said"),
                    exchange.containsKey("asks") ? text(exchange, "asks") : null,
                    text(exchange, "expects"),
                    exchange.containsKey("prompt") ? text(exchange, "prompt") : null,
                    flag(exchange, "ends", false)));
        }
        return List.copyOf(exchanges);
    }

    private static String text(Map<?, ?> yaml, String key) {
        Object value = yaml.get(key);
        return value == null ? "" : value.toString();
    }

    private static Map<String, String> map(Map<?, ?> yaml, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (yaml.get(key) instanceof Map<?, ?> map) {
            map.forEach((from, to) -> texts.put(from.toString(), to.toString()));
        }
        return texts;
    }

    private static boolean flag(Map<?, ?> yaml, String key, boolean absent) {
        return yaml.get(key) instanceof Boolean flag ? flag : absent;
    }

    private static List<String> texts(Map<?, ?> yaml, String key) {
        return yaml.get(key) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }
}
