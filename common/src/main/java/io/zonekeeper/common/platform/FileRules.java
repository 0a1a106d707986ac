package io.zonekeeper.common.platform;

import io.zonekeeper.common.platform.PlatformDefinition.Command;
import io.zonekeeper.common.platform.PlatformDefinition.Reach;
import io.zonekeeper.common.platform.PlatformDefinition.Role;
import io.zonekeeper.common.platform.PlatformDefinition.Transport;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What must hold in a definition that copies files. */
final class FileRules {

    private static final List<String> ABOUT_LINES = List.of("ends_with", "must_match", "must_not_match", "min_lines");

    private final Section section;

    FileRules(Section section) {
        this.section = section;
    }

    void check(Reach reach, List<Command> setup, List<Command> commands) {
        if (setup.stream().anyMatch(command -> command.fetch() != null)) {
            section.problem("setup", "\"setup\" has a \"fetch\": files are copied among the \"commands\".");
        }
        boolean fetches = commands.stream().anyMatch(command -> command.fetch() != null);
        if (fetches && reach.transports().contains(Transport.TELNET)) {
            section.problem(
                    "transports", "Telnet copies no files: leave it out of \"transports\" or do without \"fetch\".");
        }
        List<Command> config = commands.stream()
                .filter(command -> command.role() == Role.CONFIG)
                .toList();
        boolean binary = commands.stream().anyMatch(Command::isBinary);
        if (binary) {
            checkBinary(commands, config);
        } else if (commands.stream().anyMatch(command -> command.role() == Role.COMPARE)) {
            section.problem(
                    "commands",
                    "A command has \"role: compare\", which stands for a binary configuration, and there is none: a text is compared by itself.");
        }
    }

    private void checkBinary(List<Command> commands, List<Command> config) {
        if (config.size() != 1
                || !config.getFirst().isBinary()
                || config.getFirst().forEach() != null) {
            section.problem(
                    "commands",
                    "A binary file is the whole configuration: it needs \"role: config\", no \"for_each\", and no other command with that role.");
        }
        if (commands.stream().filter(Command::isBinary).count() > 1) {
            section.problem("commands", "Only one file can be binary: the configuration.");
        }
        Section.Value complete = section.values().get("complete");
        if (complete != null && complete.node() instanceof MappingNode mapping) {
            mapping.getValue().stream()
                    .map(NodeTuple::getKeyNode)
                    .filter(ScalarNode.class::isInstance)
                    .map(key -> ((ScalarNode) key).getValue())
                    .filter(ABOUT_LINES::contains)
                    .forEach(key -> section.problem(
                            "complete",
                            "\"%s\" speaks of lines, and the configuration is binary: only \"min_bytes\" can be asked of it."
                                    .formatted(key)));
        }
        if (section.has("drop")) {
            section.problem("drop", "\"drop\" speaks of lines, and the configuration is binary: leave it out.");
        }
    }
}
