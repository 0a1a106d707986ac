package io.zonekeeper.orchestrator.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.zonekeeper.common.pattern.RequiredLiteral;
import io.zonekeeper.orchestrator.web.FieldErrors;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in a configuration: a text as it is, or a pattern in RE2 syntax, whose running time is linear in the text.
 * Immutable and thread-safe.
 */
final class SearchPattern {

    static final int LONGEST = 500;

    private final Pattern pattern;
    private final Optional<RequiredLiteral.Literal> literal;
    private final boolean exact;

    private SearchPattern(Pattern pattern, Optional<RequiredLiteral.Literal> literal, boolean exact) {
        this.pattern = pattern;
        this.literal = literal;
        this.exact = exact;
    }

    /**
     * @param field noted in {@code errors} if the text is no pattern
     * @return null if there is no text, or if it is no pattern
     */
    static @Nullable SearchPattern of(
            String field, @Nullable String text, boolean regex, boolean matchCase, FieldErrors errors) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST) {
            errors.add(field, null, "%s has %d characters: use at most %d.".formatted(field, text.length(), LONGEST));
            return null;
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            errors.add(
                    field, null, "%s holds a line break or another control character: leave it out.".formatted(field));
            return null;
        }
        try {
            return regex ? ofRegex(text, matchCase) : ofText(text, matchCase);
        } catch (PatternSyntaxException e) {
            errors.add(
                    field,
                    text,
                    "\"%s\" is no regular expression (%s): correct it, or search for it as text."
                            .formatted(text, e.getDescription()));
            return null;
        }
    }

    private static SearchPattern ofText(String text, boolean matchCase) {
        boolean plain = text.chars().allMatch(c -> c < 0x80);
        boolean searched = matchCase || plain;
        return new SearchPattern(
                Pattern.compile(Pattern.quote(text), flags(matchCase)),
                searched
                        ? Optional.of(new RequiredLiteral.Literal(
                                matchCase ? text : text.toLowerCase(Locale.ROOT), !matchCase))
                        : Optional.empty(),
                searched);
    }

    private static SearchPattern ofRegex(String text, boolean matchCase) {
        Pattern pattern = Pattern.compile(text, flags(matchCase));
        return new SearchPattern(pattern, RequiredLiteral.of(matchCase ? text : "(?i)" + text), false);
    }

    private static int flags(boolean matchCase) {
        return Pattern.MULTILINE | (matchCase ? 0 : Pattern.CASE_INSENSITIVE);
    }

    /** A text without which nothing matches; empty where none is known. */
    Optional<RequiredLiteral.Literal> literal() {
        return literal;
    }

    /** Whether whatever holds the {@link #literal()} matches, so that nothing is left to do but to look for it. */
    boolean isLiteral() {
        return exact;
    }

    Matcher matcher(String text) {
        return pattern.matcher(text);
    }
}
