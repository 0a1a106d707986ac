package io.zonekeeper.common.platform;

import com.google.re2j.Pattern;
import io.zonekeeper.common.platform.PlatformDefinition.Aliases;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Complete;
import io.zonekeeper.common.platform.PlatformDefinition.Dialogue;
import io.zonekeeper.common.platform.PlatformDefinition.Elevation;
import io.zonekeeper.common.platform.PlatformDefinition.LineRule;
import io.zonekeeper.common.platform.PlatformDefinition.Logout;
import io.zonekeeper.common.platform.PlatformDefinition.Proof;
import io.zonekeeper.common.platform.PlatformDefinition.Reach;
import io.zonekeeper.common.platform.PlatformDefinition.TextRules;
import io.zonekeeper.common.platform.PlatformDefinition.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Makes a definition of one file's values, inherited ones among them. */
final class DefinitionReader {

    static final Set<String> KEYS = Set.of(
            "key",
            "vendor",
            "display_name",
            "aliases",
            "extends",
            "proof",
            "transports",
            "port",
            "legacy_algorithms",
            "line_end",
            "terminal",
            "prompt",
            "login",
            "elevate",
            "setup",
            "pager",
            "errors",
            "commands",
            "drop",
            "ignore",
            "secrets",
            "complete",
            "logout",
            "idle_timeout");

    private static final Map<String, Transport> TRANSPORTS =
            Map.of("ssh-shell", Transport.SSH_SHELL, "ssh-exec", Transport.SSH_EXEC, "telnet", Transport.TELNET);
    private static final Map<String, String> LINE_ENDS = Map.of("lf", "\n", "cr", "\r", "crlf", "\r\n");
    private static final Map<String, Proof> PROOFS = Map.of("recorded", Proof.RECORDED, "simulated", Proof.SIMULATED);
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int DEFAULT_COLUMNS = 511;
    private static final int DEFAULT_ROWS = 1000;
    private static final int DEFAULT_IDLE_SECONDS = 30;
    private static final int LONGEST_IDLE_SECONDS = 600;

    private final DefinitionFile file;
    private final Problems problems;
    private final Section section;

    DefinitionReader(DefinitionFile file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.section = file.section(problems);
    }

    PlatformDefinition read() {
        String key = section.required("key");
        if (!key.isEmpty() && !KEY.matches(key)) {
            section.problem(
                    "key",
                    "The key \"%s\" is not valid: use lower-case letters, digits and hyphens, beginning with a letter or digit."
                            .formatted(key));
        }
        Reach reach = reach();
        CommandReader commandReader = new CommandReader(section, problems);
        Dialogue dialogue = dialogue(reach, commandReader);
        List<Command> setup = commandReader.setup();
        List<Command> commands = commandReader.commands();
        new FileRules(section).check(reach, setup, commands);
        return new PlatformDefinition(
                key,
                section.text("vendor"),
                section.text("display_name", key),
                aliases(),
                section.choice("proof", PROOFS),
                reach,
                dialogue,
                setup,
                commands,
                new TextRules(rules("drop"), rules("ignore"), rules("secrets")),
                complete(),
                CanonicalForm.hash(file.values()));
    }

    private Aliases aliases() {
        Section.Value value = section.values().get("aliases");
        if (value == null) {
            return new Aliases(List.of(), List.of(), List.of());
        }
        Section aliases = Section.of("\"aliases\"", value, Set.of("oxidized", "netmiko", "napalm"), problems);
        return new Aliases(aliases.texts("oxidized"), aliases.texts("netmiko"), aliases.texts("napalm"));
    }

    private Reach reach() {
        List<Transport> transports =
                section.list("transports", value -> section.choice("transports", value, TRANSPORTS));
        if (transports.isEmpty() && !section.has("transports")) {
            section.required("transports");
        }
        return new Reach(transports, section.number("port", 0, 1, 65535), section.flag("legacy_algorithms", false));
    }

    private Dialogue dialogue(Reach reach, CommandReader commands) {
        boolean hasPrompt = reach.transports().stream().anyMatch(transport -> transport != Transport.SSH_EXEC);
        Pattern prompt = hasPrompt ? section.requiredRegex("prompt", 0) : section.regex("prompt", 0);
        String lineEnd = section.choice("line_end", LINE_ENDS);
        int columns = DEFAULT_COLUMNS;
        int rows = DEFAULT_ROWS;
        Section.Value terminal = section.values().get("terminal");
        if (terminal != null) {
            Section size = Section.of("\"terminal\"", terminal, Set.of("columns", "rows"), problems);
            columns = size.number("columns", columns, 20, 65535);
            rows = size.number("rows", rows, 2, 65535);
        }
        return new Dialogue(
                lineEnd == null ? "\n" : lineEnd,
                columns,
                rows,
                prompt,
                commands.replies(section, "login"),
                elevation(),
                commands.pager(),
                section.regexes("errors", Pattern.MULTILINE),
                logout(commands),
                Duration.ofSeconds(section.number("idle_timeout", DEFAULT_IDLE_SECONDS, 1, LONGEST_IDLE_SECONDS)));
    }

    private @Nullable Elevation elevation() {
        Section.Value value = section.values().get("elevate");
        if (value == null) {
            return null;
        }
        Section elevate =
                Section.of("\"elevate\"", value, Set.of("command", "secret_prompt", "success", "refused"), problems);
        return new Elevation(
                elevate.required("command"),
                elevate.requiredRegex("secret_prompt", 0),
                elevate.requiredRegex("success", 0),
                elevate.regexes("refused", Pattern.MULTILINE));
    }

    private Logout logout(CommandReader commands) {
        Section.Value value = section.values().get("logout");
        if (value == null) {
            return new Logout(List.of(), List.of());
        }
        if (!(value.node() instanceof MappingNode)) {
            return new Logout(section.texts("logout"), List.of());
        }
        Section logout = Section.of("\"logout\"", value, Set.of("commands", "answers"), problems);
        return new Logout(logout.texts("commands"), commands.replies(logout, "answers"));
    }

    private Complete complete() {
        Section.Value value = section.values().get("complete");
        if (value == null) {
            return new Complete(null, List.of(), List.of(), 1, 1);
        }
        Section complete = Section.of(
                "\"complete\"",
                value,
                Set.of("ends_with", "must_match", "must_not_match", "min_lines", "min_bytes"),
                problems);
        return new Complete(
                complete.regex("ends_with", 0),
                complete.regexes("must_match", Pattern.MULTILINE),
                complete.regexes("must_not_match", Pattern.MULTILINE),
                complete.number("min_lines", 1, 1, 1_000_000),
                complete.number("min_bytes", 1, 1, 100_000_000));
    }

    private List<LineRule> rules(String key) {
        return section.list(key, value -> {
            if (!(value.node() instanceof MappingNode)) {
                Pattern line = section.regex(key, value, 0);
                return line == null ? null : new LineRule(line, null);
            }
            Section block = Section.of("A block in \"%s\"".formatted(key), value, Set.of("from", "to"), problems);
            return new LineRule(block.requiredRegex("from", 0), block.requiredRegex("to", 0));
        });
    }
}
