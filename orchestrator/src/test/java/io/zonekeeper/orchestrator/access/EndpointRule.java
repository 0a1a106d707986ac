package io.zonekeeper.orchestrator.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line of endpoint-rules.txt, which says what they mean. */
record EndpointRule(String method, String pattern, String needs, List<String> words, List<String> examples) {

    static final Path FILE = Path.of("src/test/resources/endpoint-rules.txt");
    static final String LIVE = "LIVE";

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)}");

    /** What an id is of, by what stands before it. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("groups", "group"),
            Map.entry("group", "group"),
            Map.entry("devices", "device"),
            Map.entry("device", "device"),
            Map.entry("versions", "version"),
            Map.entry("credentials", "credential"),
            Map.entry("schedules", "schedule"),
            Map.entry("runs", "run"),
            Map.entry("run", "run"),
            Map.entry("jobs", "job"),
            Map.entry("job", "job"),
            Map.entry("collectors", "collector"),
            Map.entry("collector", "collector"),
            Map.entry("keys", "key"));

    static List<EndpointRule> all() {
        try {
            return Files.readAllLines(FILE).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(EndpointRule::parse)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(FILE + " cannot be read", e);
        }
    }

    static EndpointRule parse(String line) {
        String[] columns = line.split("\\|", 3);
        String[] endpoint = columns[0].strip().split("\\s+");
        if (columns.length < 2 || endpoint.length != 2) {
            throw new AssertionError("Not \"METHOD PATTERN | NEEDS | EXAMPLES\": " + line);
        }
        List<String> needs = List.of(columns[1].strip().split("\\s+"));
        return new EndpointRule(
                endpoint[0],
                endpoint[1],
                needs.getFirst(),
                needs.subList(1, needs.size()),
                columns.length < 3
                        ? List.of()
                        : Arrays.stream(columns[2].split(" ; "))
                                .map(String::strip)
                                .filter(example -> !example.isEmpty())
                                .toList());
    }

    String endpoint() {
        return method + " " + pattern;
    }

    boolean isLive() {
        return method.equals(LIVE);
    }

    boolean isApi() {
        return pattern.startsWith("/api/");
    }

    boolean isRead() {
        return method.equals("GET");
    }

    boolean isOpen() {
        return needs.equals("anybody");
    }

    boolean isOwn() {
        return needs.equals("own");
    }

    boolean is(String word) {
        return words.contains(word);
    }

    /** The lowest role; what is one's own is for all. */
    Role role() {
        return isOpen() || isOwn() ? Role.VIEWER : Role.parse(needs);
    }

    /** Whether an id in the path is of something that belongs to a group. */
    boolean namesGroupOwned() {
        return VARIABLE.matcher(pattern).results().anyMatch(found -> kind(found.start()) != null);
    }

    /** @param ids gives an id for its kind */
    String path(UnaryOperator<String> ids, String otherwise) {
        Matcher variable = VARIABLE.matcher(pattern);
        return variable.replaceAll(found -> {
            String kind = kind(found.start());
            return Matcher.quoteReplacement(kind == null ? otherwise : ids.apply(kind));
        });
    }

    private @Nullable String kind(int start) {
        String before = pattern.substring(0, start - 1);
        return KINDS.get(before.substring(Math.max(before.lastIndexOf('/'), before.lastIndexOf('}')) + 1));
    }

    @Override
    public String toString() {
        return endpoint();
    }
}
