package io.zonekeeper.orchestrator.device;

import io.zonekeeper.orchestrator.web.FieldErrors;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words that devices are marked with, in lower case. */
public final class Tags {

    public static final int MOST = 32;

    private static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,62}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;]+");
    private static final String USE =
            "use 1 to 63 letters, digits, dots, colons, hyphens and underscores, beginning with a letter or digit";

    /** As typed in one field: apart by blanks, commas or semicolons. */
    public static List<String> split(@Nullable String typed) {
        return typed == null
                ? List.of()
                : Arrays.stream(BETWEEN.split(typed))
                        .filter(tag -> !tag.isEmpty())
                        .toList();
    }

    /** For one field. */
    public static String join(List<String> tags) {
        return String.join(" ", tags);
    }

    /** In lower case, sorted and each once; what is wrong is noted under the field's name. */
    public static List<String> checked(String field, @Nullable List<String> given, FieldErrors errors) {
        TreeSet<String> tags = new TreeSet<>();
        for (String each : given == null ? List.<String>of() : given) {
            String tag = Objects.requireNonNullElse(each, "").strip().toLowerCase(Locale.ROOT);
            if (TAG.matcher(tag).matches()) {
                tags.add(tag);
            } else {
                errors.add(field, each, "Tag \"%s\" is not valid: %s.".formatted(each, USE));
            }
        }
        if (tags.size() > MOST) {
            errors.add(field, null, "%s has %d tags: use at most %d.".formatted(field, tags.size(), MOST));
        }
        return List.copyOf(tags);
    }

    private Tags() {}
}
