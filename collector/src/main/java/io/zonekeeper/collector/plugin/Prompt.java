package io.zonekeeper.collector.plugin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The device's prompt: first any line the definition's pattern matches, then the one seen after login and what differs from it
 * in its mode alone. Blanks around it do not count.
 */
final class Prompt {

    enum Fit {
        /** It is not the prompt. */
        NONE,
        /** It has the form of the prompt and not the name of the one seen. */
        FORM,
        /** It is the prompt in another mode. */
        MODE,
        /** It is, to the letter, the prompt last seen. */
        EXACT
    }

    private static final int LONGEST = 256;
    private static final String NAME = "name";
    private static final String MODE_SIGNS = "#>$%])}~ \t";

    private Pattern pattern;
    private boolean namesItself;
    private String seen = "";
    private String name = "";

    Prompt(Pattern pattern) {
        this.pattern = pattern;
        this.namesItself = pattern.namedGroups().containsKey(NAME);
    }

    Fit fit(Terminal terminal) {
        int length = terminal.length();
        if (length == 0 || length > LONGEST) {
            return Fit.NONE;
        }
        return fit(new String(terminal.line(), 0, length, StandardCharsets.UTF_8));
    }

    Fit fit(String line) {
        if (!seen.isEmpty() && line.equals(seen)) {
            return Fit.EXACT;
        }
        Matcher matcher = match(line);
        if (matcher == null) {
            return Fit.NONE;
        }
        if (seen.isEmpty()) {
            return Fit.FORM;
        }
        boolean sameName = namesItself ? nameOf(matcher, line).equals(name) : line.contains(name);
        return sameName ? Fit.MODE : Fit.FORM;
    }

    /** A key pressed too often is echoed behind the prompt, and not every device puts its blanks where others do. */
    private @Nullable Matcher match(String line) {
        String bare = line.strip();
        if (bare.isEmpty()) {
            return null;
        }
        for (String variant : List.of(line, bare, bare + " ")) {
            Matcher matcher = pattern.matcher(variant);
            if (matcher.matches()) {
                return matcher;
            }
        }
        return null;
    }

    /** This is the prompt as it looks now. */
    void see(String line) {
        if (fit(line) == Fit.FORM) {
            Matcher matcher = match(line);
            name = matcher == null ? "" : nameOf(matcher, line);
        }
        seen = line;
    }

    /** Whether the line might be a prompt, though none as the definition has it. */
    static boolean mayBe(String line) {
        String bare = line.strip();
        return bare.chars().anyMatch(Character::isLetterOrDigit) && Habits.PROMPT.matches(bare);
    }

    /** From here on a prompt is what many devices have as one, and has this name. */
    void adopt(String line) {
        pattern = Habits.PROMPT;
        namesItself = false;
        see(line);
    }

    /** Empty before the first. */
    String seen() {
        return seen;
    }

    private String nameOf(Matcher matcher, String line) {
        if (namesItself) {
            String named = matcher.group(NAME);
            return named == null ? "" : named;
        }
        int end = line.length();
        while (end > 0 && MODE_SIGNS.indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return line.substring(0, end).strip();
    }
}
