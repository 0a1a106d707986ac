package io.zonekeeper.collector.recording;

import com.google.re2j.Pattern;
import io.zonekeeper.common.platform.PlatformDefinition;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Role;
import io.zonekeeper.common.platform.Recording;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a recorded device said when asked for its configuration, made readable without any part of the engine.
 *
 * @param said as recorded, page by page
 * @param lines without echo, prompt, pager and control characters; trailing blanks are cut
 */
record RawConfig(String command, List<String> said, List<String> lines, String prompt) {

    static RawConfig of(Recording recording, PlatformDefinition definition) {
        String command = definition.commands().stream()
                .filter(candidate -> candidate.role() == Role.CONFIG)
                .flatMap(RawConfig::texts)
                .filter(recording.answers()::containsKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "%s: none of the commands for the configuration was recorded.".formatted(recording.name())));
        List<String> said = recording.answers().getOrDefault(command, List.of());
        List<String> lines = Arrays.stream(plain(String.join("", said)).split("\n", -1))
                .map(String::stripTrailing)
                .toList();
        boolean inShell = lines.getFirst().equals(command);
        return new RawConfig(
                command, said, inShell ? lines.subList(1, lines.size() - 1) : lines, inShell ? lines.getLast() : "");
    }

    private static Stream<String> texts(Command command) {
        return Stream.concat(Stream.of(command.text()), command.fallback().stream())
                .map(String::strip);
    }

    /** What a reader sees of it. */
    static String plain(String said) {
        String text = Pattern.compile("--More-- ?").matcher(said).replaceAll("");
        text = Pattern.compile("[^\\n]*\\r\\x1b\\[K").matcher(text).replaceAll("");
        text = Pattern.compile("\\x1b\\[7m(?:lines \\d[^\\x1b\\n]*)")
                .matcher(text)
                .replaceAll("");
        text = Pattern.compile("Press any key to continue \\(Q to quit\\)")
                .matcher(text)
                .replaceAll("");
        text = Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]|\\x1b[=>]")
                .matcher(text)
                .replaceAll("");
        text = Pattern.compile("\\x08{2,} *\\x08*|\\r +\\r").matcher(text).replaceAll("");
        text = Pattern.compile("[^\\n]\\x08").matcher(text).replaceAll("");
        return Pattern.compile("[\\r\\x08\\x00]").matcher(text).replaceAll("");
    }
}
