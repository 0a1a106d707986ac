package io.zonekeeper.collector;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody may have meant who named a platform that is not there. */
final class NearKeys {

    private static final int MOST = 5;

    private record Candidate(String key, int distance) {}

    /** One sentence: the near keys, or how to see all. */
    static String unknown(String name, List<PlatformsCommand.Listed> platforms) {
        List<String> near = near(name.strip().toLowerCase(Locale.ROOT), platforms);
        return near.isEmpty()
                ? "There is no platform \"%s\": \"collector platforms\" lists those there are.".formatted(name)
                : "There is no platform \"%s\": did you mean %s?".formatted(name, String.join(" or ", near));
    }

    private static List<String> near(String name, List<PlatformsCommand.Listed> platforms) {
        return platforms.stream()
                .map(platform -> new Candidate(platform.key(), distance(name, platform)))
                .filter(candidate -> candidate.distance() <= Math.max(2, name.length() / 3))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::key))
                .limit(MOST)
                .map(Candidate::key)
                .toList();
    }

    private static int distance(String name, PlatformsCommand.Listed platform) {
        String key = platform.key();
        String vendor = platform.vendor() == null ? "" : platform.vendor().toLowerCase(Locale.ROOT);
        if (name.length() > 2 && (key.contains(name) || name.contains(key) || vendor.startsWith(name))) {
            return 1;
        }
        return Stream.concat(Stream.of(key), platform.aliases().stream())
                .mapToInt(known -> edits(name, known.toLowerCase(Locale.ROOT)))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    private NearKeys() {}
}
