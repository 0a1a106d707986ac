package io.zonekeeper.collector.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.LineRule;
import io.zonekeeper.common.platform.Recording;
import io.zonekeeper.common.result.ContextPart;
import io.zonekeeper.common.result.Masking;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold for whatever is stored of a recording. */
final class ReplayChecks {

    private static final int ONE_DROP_IN_LINES = 50;
    private static final byte[] KEY = new byte[Masking.KEY_BYTES];

    private ReplayChecks() {}

    static void isComplete(Collected collected, RawConfig raw, PlatformDefinition definition) {
        List<String> stored = text(collected).lines().map(String::stripTrailing).toList();
        List<String> dropped =
                raw.lines().stream().filter(line -> isDropped(definition, line)).toList();
        int at = 0;
        for (String line : raw.lines()) {
            if (line.isBlank() || isDropped(definition, line)) {
                continue;
            }
            int from = at;
            while (at < stored.size() && !stored.get(at).equals(line)) {
                at++;
            }
            assertThat(at)
                    .as("the line \"%s\", sought from line %d on", line, from + 1)
                    .isLessThan(stored.size());
            at++;
        }
        assertThat(dropped.size() * ONE_DROP_IN_LINES)
                .as("dropped lines of %d: %s", raw.lines().size(), dropped)
                .isLessThanOrEqualTo(raw.lines().size());
    }

    static void hasNoResidue(Collected collected, RawConfig raw, PlatformDefinition definition) {
        String text = text(collected);
        assertThat(text).doesNotContain("\u001b", "\b", "\r", "\0");
        Set<String> known = new HashSet<>(raw.lines());
        assertThat(text.lines().map(String::stripTrailing))
                .as("stored lines the device did not say: echo, prompt, pager or torn ones")
                .allMatch(known::contains);
        assertThat(text.lines())
                .noneMatch(line -> definition.dialogue().pager().stream()
                        .anyMatch(pager -> pager.expect().matcher(line).find()))
                .noneMatch(line -> !raw.prompt().isBlank()
                        && line.strip().startsWith(raw.prompt().strip()));
    }

    static void hidesSecrets(Collected collected, Recording recording) {
        String masked =
                new String(Masking.mask(collected.config(), collected.secretSpans(), KEY), StandardCharsets.UTF_8);
        for (String secret : recording.listed("secret", "fail")) {
            Pattern pattern = Pattern.compile(secret);
            assertThat(masked.lines().filter(line -> pattern.matcher(line).find()))
                    .as("lines of the masked text with %s", secret)
                    .isEmpty();
            assertThat(collected.context().stream()
                            .map(ContextPart::text)
                            .filter(context -> pattern.matcher(context).find()))
                    .as("answers stored beside it with %s", secret)
                    .isEmpty();
        }
    }

    /** The recording's answers with everything changed that is declared to change by itself. */
    static String withOtherVolatileLines(String said, PlatformDefinition definition) {
        StringBuilder changed = new StringBuilder(said.length());
        LineRule open = null;
        for (String line : said.splitWithDelimiters("\n", 0)) {
            String changedLine = line;
            if (open != null) {
                boolean last =
                        open.until() != null && open.until().matcher(line).find();
                changedLine = last ? line : turned(line);
                open = last ? null : open;
            } else {
                for (LineRule rule : definition.rules().ignore()) {
                    com.google.re2j.Matcher matcher = rule.line().matcher(RawConfig.plain(changedLine));
                    if (matcher.find()) {
                        String volatilePart = matcher.groupCount() > 0 ? matcher.group(1) : null;
                        String candidate = volatilePart == null || volatilePart.isEmpty()
                                ? digitsTurned(changedLine)
                                : changedLine.replace(volatilePart, turned(volatilePart));
                        boolean stillVolatile =
                                rule.line().matcher(RawConfig.plain(candidate)).find();
                        changedLine = stillVolatile ? candidate : changedLine;
                        open = rule.until() == null
                                        || rule.until().matcher(line).find()
                                ? null
                                : rule;
                    }
                }
            }
            changed.append(changedLine);
        }
        return changed.toString();
    }

    private static String digitsTurned(String text) {
        StringBuilder turned = new StringBuilder();
        text.chars().forEach(c -> turned.append((char) (c >= '0' && c <= '8' ? c + 1 : c == '9' ? '0' : c)));
        return turned.toString();
    }

    private static String turned(String text) {
        return digitsTurned(text).replace('A', 'Q').replace('X', 'Y');
    }

    private static boolean isDropped(PlatformDefinition definition, String line) {
        return definition.rules().drop().stream()
                .anyMatch(rule -> rule.line().matcher(line).find());
    }

    static String text(Collected collected) {
        return new String(collected.config(), StandardCharsets.UTF_8);
    }

    static boolean sameText(Collected one, Collected other) {
        return Arrays.equals(one.config(), other.config());
    }
}
