package io.zonekeeper.orchestrator.oxidized;

import io.zonekeeper.common.platform.PlatformNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line on its way to a device. Used once. */
final class RouterDbRow {

    /** What has its place here under another name, or is a choice of the reader of configurations. */
    private static final Set<String> TAKEN_OVER = Set.of("enable", "ssh_port", "telnet_port", "remove_secret");

    /** Models without a command line that collectors could speak to, and what Oxidized uses instead. */
    private static final Map<String, String> WITHOUT_COMMAND_LINE = Map.ofEntries(
            Map.entry("alvarion", "TFTP"),
            Map.entry("cambium", "HTTP"),
            Map.entry("ciscoce", "HTTP"),
            Map.entry("ciscovpn3k", "FTP"),
            Map.entry("grandstream", "HTTP"),
            Map.entry("ingate", "HTTP"),
            Map.entry("ivanti", "HTTP"),
            Map.entry("mimosab11", "HTTP"),
            Map.entry("nsxconfig", "HTTP"),
            Map.entry("nsxdfw", "HTTP"),
            Map.entry("nsxfirewall", "HTTP"),
            Map.entry("panos_api", "HTTP"),
            Map.entry("swos", "HTTP"),
            Map.entry("zy1308", "HTTP"));

    private final int number;
    private final String[] cells;
    private final OxidizedConfig config;
    private final PlatformNames names;
    private final List<String> reasons = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    RouterDbRow(int number, String[] cells, OxidizedConfig config, PlatformNames names) {
        this.number = number;
        this.cells = cells;
        this.config = config;
        this.names = names;
    }

    RouterDbLine read() {
        String name = column("name").orElse(null);
        if (name == null) {
            reasons.add("It has no name in column %d.".formatted(place("name")));
        }
        String model = column("model").map(config::model).or(this::usualModel).orElse("");
        String group = column("group")
                .map(config::group)
                .or(() -> config.common("group"))
                .orElse("");
        String platform = platform(model);
        String transport = transport(group, model);
        int port = port(group, model, "telnet".equals(transport) ? "telnet_port" : "ssh_port");
        noteVariables();
        if (!reasons.isEmpty() || name == null || platform == null) {
            return new RouterDbLine.Refused(number, name, reasons);
        }
        return new RouterDbLine.Device(
                number,
                name,
                column("ip").orElse(name),
                port,
                platform,
                model,
                group.isEmpty() ? null : group,
                transport,
                column("username")
                        .or(() -> config.setting(group, model, "username"))
                        .orElse(null),
                untouched("password")
                        .or(() -> config.setting(group, model, "password"))
                        .orElse(null),
                variable(group, model, "enable")
                        .filter(secret -> !secret.equals("true"))
                        .orElse(null),
                notes);
    }

    private Optional<String> usualModel() {
        return config.common("model");
    }

    private @Nullable String platform(String model) {
        if (model.isEmpty()) {
            reasons.add(
                    config.columns().containsKey("model")
                            ? "It has no model in column %d and Oxidized has no usual one.".formatted(place("model"))
                            : "No column is the model and Oxidized has no usual one: say which column it is.");
            return null;
        }
        Optional<String> key = names.keyOf(model);
        if (key.isEmpty()) {
            reasons.add(whyThereIsNone(model));
        }
        return key.orElse(null);
    }

    private String whyThereIsNone(String model) {
        String other = WITHOUT_COMMAND_LINE.get(model.toLowerCase(Locale.ROOT));
        if (other != null) {
            return "Oxidized reads the model \"%s\" over %s: collectors speak SSH and Telnet. Map it in model_map to a platform that does."
                    .formatted(model, other);
        }
        String near =
                names.nearest(model).map(" Did you mean \"%s\"?"::formatted).orElse("");
        return "There is no platform for the model \"%s\".%s Map it in model_map, or add a definition that has it among its aliases."
                .formatted(model, near);
    }

    private @Nullable String transport(String group, String model) {
        String inputs = column("input")
                .or(() -> config.setting(group, model, "input"))
                .or(() -> config.common("input", "default"))
                .orElse("ssh");
        List<String> known = Stream.of(inputs.toLowerCase(Locale.ROOT).split("[\\s,]+"))
                .filter(Set.of("ssh", "telnet")::contains)
                .toList();
        if (known.isEmpty()) {
            reasons.add("Oxidized reaches it by %s: collectors speak SSH and Telnet.".formatted(inputs));
            return null;
        }
        return known.getFirst().equals("telnet") ? "telnet" : null;
    }

    private int port(String group, String model, String name) {
        String port = variable(group, model, name).orElse("0");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            reasons.add("%s is \"%s\": write a port from 1 to 65535.".formatted(name, port));
            return 0;
        }
        return Integer.parseInt(port);
    }

    private void noteVariables() {
        for (Map.Entry<String, Integer> entry : config.variables().entrySet()) {
            if (!TAKEN_OVER.contains(entry.getKey()) && !cell(entry.getValue()).isBlank()) {
                notes.add("The variable \"%s\" is not taken over.".formatted(entry.getKey()));
            }
        }
    }

    private Optional<String> variable(String group, String model, String name) {
        return Optional.ofNullable(config.variables().get(name))
                .map(this::cell)
                .filter(ConfigNode::isSet)
                .or(() -> config.setting(group, model, "vars", name));
    }

    private Optional<String> column(String name) {
        return untouched(name).map(String::strip).filter(ConfigNode::isSet);
    }

    /** With the blanks around it, which a password may have. */
    private Optional<String> untouched(String name) {
        return Optional.ofNullable(config.columns().get(name)).map(this::cell).filter(ConfigNode::isSet);
    }

    private String cell(int place) {
        return place < cells.length ? cells[place] : "";
    }

    private int place(String name) {
        return config.columns().getOrDefault(name, 0) + 1;
    }
}
