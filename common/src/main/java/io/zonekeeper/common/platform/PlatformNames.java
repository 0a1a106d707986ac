package io.zonekeeper.common.platform;

import io.zonekeeper.common.wire.Heartbeat.AnnouncedPlatform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The keys of platforms and the names Oxidized, Netmiko and NAPALM use for them, without the definitions themselves. Immutable.
 */
public final class PlatformNames {

    private static final String RESOURCE = "names";

    private final Map<String, List<String>> aliasesByKey;
    private final Map<String, String> keyByName = new HashMap<>();

    private PlatformNames(Map<String, List<String>> aliasesByKey) {
        this.aliasesByKey = aliasesByKey;
        aliasesByKey.forEach(
                (key, aliases) -> aliases.forEach(alias -> keyByName.putIfAbsent(alias.toLowerCase(Locale.ROOT), key)));
        aliasesByKey.keySet().forEach(key -> keyByName.put(key, key));
    }

    /** Those of the definitions that come with the collector of this release. */
    public static PlatformNames builtIn() {
        try (InputStream in = PlatformNames.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource %s is missing in this build.".formatted(RESOURCE));
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, List<String>> aliasesByKey = new TreeMap<>();
            reader.lines()
                    .map(line -> line.split(" "))
                    .forEach(words -> aliasesByKey.put(words[0], List.of(words).subList(1, words.length)));
            return new PlatformNames(aliasesByKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the platforms of an operator; of one that is known already, the aliases announced count. */
    public PlatformNames with(Collection<AnnouncedPlatform> announced) {
        Map<String, List<String>> all = new TreeMap<>(aliasesByKey);
        announced.forEach(platform -> all.put(platform.key(), platform.aliases()));
        return new PlatformNames(all);
    }

    /** The key of the platform of that key or, ignoring case, of that alias. */
    public Optional<String> keyOf(String name) {
        return Optional.ofNullable(keyByName.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** The key or alias somebody may have meant, if one is near enough to be a slip. */
    public Optional<String> nearest(String name) {
        return NearestWord.to(name.strip().toLowerCase(Locale.ROOT), keyByName.keySet());
    }

    /** One line for each platform, ordered: its key and its aliases, with blanks between them. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        aliasesByKey.forEach((key, aliases) -> lines.add(Stream.concat(Stream.of(key), aliases.stream())
                .reduce((left, right) -> left + " " + right)
                .orElse(key)));
        return lines;
    }
}
