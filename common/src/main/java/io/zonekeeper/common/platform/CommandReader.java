package io.zonekeeper.common.platform;

import com.google.re2j.Pattern;
import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Condition;
import io.zonekeeper.common.platform.PlatformDefinition.Fetch;
import io.zonekeeper.common.platform.PlatformDefinition.FileProtocol;
import io.zonekeeper.common.platform.PlatformDefinition.ForEach;
import io.zonekeeper.common.platform.PlatformDefinition.Reply;
import io.zonekeeper.common.platform.PlatformDefinition.Role;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads what is sent to a device and when. */
final class CommandReader {

    private static final Set<String> COMMAND_KEYS = Set.of(
            "text",
            "fetch",
            "by",
            "binary",
            "secret",
            "name",
            "role",
            "when",
            "fallback",
            "optional",
            "answers",
            "for_each",
            "header",
            "idle_timeout",
            "limit");
    private static final Set<String> REPLY_KEYS = Set.of("expect", "send", "answer");
    private static final Map<String, Role> ROLES =
            Map.of("config", Role.CONFIG, "context", Role.CONTEXT, "step", Role.STEP, "compare", Role.COMPARE);
    private static final Map<String, FileProtocol> PROTOCOLS =
            Map.of("sftp", FileProtocol.SFTP, "scp", FileProtocol.SCP);
    private static final List<String> FILE_KEYS = List.of("by", "binary", "secret");
    private static final String PAGER_ANSWER = " ";
    private static final int LONGEST_SECONDS = 600;

    private final Section section;
    private final Problems problems;
    private final Set<String> named = new HashSet<>();

    CommandReader(Section section, Problems problems) {
        this.section = section;
        this.problems = problems;
    }

    List<Command> setup() {
        return section.list("setup", value -> command(value, Role.STEP));
    }

    List<Command> commands() {
        List<Command> commands = section.list("commands", value -> command(value, Role.CONTEXT));
        if (!section.has("commands")) {
            section.required("commands");
        } else if (commands.stream().noneMatch(command -> command.role() == Role.CONFIG)) {
            section.problem(
                    "commands", "No command has \"role: config\": mark the one whose answer is the configuration.");
        }
        return commands;
    }

    List<Reply> pager() {
        return section.list("pager", value -> {
            if (value.node() instanceof MappingNode) {
                return reply("pager", value);
            }
            Pattern expect = section.regex("pager", value, 0);
            return expect == null ? null : new Reply(expect, PAGER_ANSWER, false);
        });
    }

    List<Reply> replies(Section of, String key) {
        return of.list(key, value -> reply(key, value));
    }

    private Reply reply(String key, Section.Value value) {
        Section reply = Section.of("A question in \"%s\"".formatted(key), value, REPLY_KEYS, problems);
        Pattern expect = reply.requiredRegex("expect", 0);
        String send = reply.text("send");
        String answer = reply.text("answer");
        if ((send == null) == (answer == null)) {
            reply.problem(
                    send == null ? "expect" : "send",
                    "A question needs either \"answer\", which is sent with a line end, or \"send\", which is sent as it is.");
        }
        return new Reply(expect, send != null ? send : answer != null ? answer : "", send == null);
    }

    private @Nullable Command command(Section.Value value, Role usual) {
        if (!(value.node() instanceof MappingNode)) {
            String text = section.scalar("commands", value);
            return text == null ? null : plain(text, usual);
        }
        Section command = Section.of("A command", value, COMMAND_KEYS, problems);
        Role chosen = command.choice("role", ROLES);
        Role role = chosen == null ? usual : chosen;
        Fetch fetch = fetch(command);
        String text = fetch == null ? command.required("text") : path(command, command.required("fetch"));
        String name = command.text("name", text);
        List<Condition> when = command.list("when", this::condition);
        ForEach forEach = forEach(command);
        named.add(name);
        return new Command(
                text,
                name,
                role,
                when,
                command.texts("fallback"),
                command.flag("optional", role != Role.CONFIG),
                replies(command, "answers"),
                forEach,
                command.text("header"),
                seconds(command, "idle_timeout"),
                seconds(command, "limit"),
                fetch);
    }

    private static @Nullable Duration seconds(Section of, String key) {
        int seconds = of.number(key, 0, 1, LONGEST_SECONDS);
        return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }

    /** Null for a command that is sent. */
    private @Nullable Fetch fetch(Section command) {
        if (!command.has("fetch")) {
            for (String key : FILE_KEYS) {
                if (command.has(key)) {
                    command.problem(key, "\"%s\" speaks of a file and needs \"fetch\".".formatted(key));
                }
            }
            return null;
        }
        if (command.has("text")) {
            command.problem(
                    "text", "A command has either \"text\", which is sent, or \"fetch\", a file that is copied.");
        }
        List<FileProtocol> by = command.list("by", value -> command.choice("by", value, PROTOCOLS));
        boolean binary = command.flag("binary", false);
        if (!binary && command.has("secret")) {
            command.problem("secret", "\"secret\" speaks of a binary file; of a text the rules in \"secrets\" tell.");
        }
        return new Fetch(
                by.isEmpty() ? List.of(FileProtocol.SFTP, FileProtocol.SCP) : by, binary, command.flag("secret", true));
    }

    private static String path(Section command, String path) {
        if (path.isBlank() || path.startsWith("-") || path.chars().anyMatch(Character::isISOControl)) {
            command.problem(
                    "fetch", "\"fetch\" is \"%s\": write the path of a file on the device.".formatted(path.strip()));
        }
        return path;
    }

    private Command plain(String text, Role role) {
        named.add(text);
        return new Command(text, text, role, List.of(), List.of(), true, List.of(), null, null, null, null, null);
    }

    private Condition condition(Section.Value value) {
        Section when = Section.of("\"when\"", value, Set.of("answer", "matches", "lacks"), problems);
        boolean negated = when.has("lacks");
        if (negated == when.has("matches")) {
            when.problem("answer", "\"when\" needs either \"matches\" or \"lacks\".");
        }
        return new Condition(
                earlier(when), when.requiredRegex(negated ? "lacks" : "matches", Pattern.MULTILINE), negated);
    }

    private @Nullable ForEach forEach(Section command) {
        Section.Value value = command.values().get("for_each");
        if (value == null) {
            return null;
        }
        Section each = Section.of("\"for_each\"", value, Set.of("answer", "item", "enter", "leave"), problems);
        Pattern item = each.requiredRegex("item", Pattern.MULTILINE);
        if (each.has("item") && item.groupCount() < 1) {
            each.problem("item", "\"item\" needs a group in parentheses around what is to be repeated for.");
        }
        return new ForEach(earlier(each), item, each.text("enter"), each.text("leave"));
    }

    private String earlier(Section of) {
        String answer = of.required("answer");
        if (!answer.isEmpty() && !named.contains(answer)) {
            of.problem(
                    "answer",
                    NearestWord.to(answer, named)
                            .map(nearest -> "No earlier command is named \"%s\": did you mean \"%s\"?"
                                    .formatted(answer, nearest))
                            .orElseGet(() -> "No earlier command is named \"%s\".".formatted(answer)));
        }
        return answer;
    }
}
