package io.zonekeeper.devenv.fleet;

import java.io.IOException;

/** Junos: the same commands in a shell and by exec; what stands after a pipe changes nothing here. */
final class JunosDialogue implements Dialogue {

    private final Visit visit;

    JunosDialogue(Visit visit) {
        this.visit = visit;
    }

    @Override
    public void shell(Terminal terminal) throws IOException {
        terminal.setPageLines(24);
        terminal.print("--- JUNOS 21.4R3.15 Kernel 64-bit  JNPR-12.1-20220830 built\n");
        while (true) {
            terminal.print("\n" + visit.device().spec().username() + "@"
                    + visit.device().name() + "> ");
            String line = terminal.readLine();
            if (line == null) {
                return;
            }
            String command = line.strip();
            if (command.isEmpty()) {
                continue;
            }
            visit.heard(command);
            if (command.equals("exit") || command.equals("quit")) {
                return;
            }
            answer(command, terminal);
        }
    }

    @Override
    public int exec(String command, Terminal terminal) throws IOException {
        visit.heard(command);
        return answer(command.strip(), terminal) ? 0 : 1;
    }

    private boolean answer(String command, Terminal terminal) throws IOException {
        String asked = command.replaceFirst("\\s*\\|.*", "");
        if (asked.matches("set cli screen-(length|width) \\d{1,4}")) {
            if (asked.contains("length")) {
                terminal.setPageLines(Integer.parseInt(asked.substring(asked.lastIndexOf(' ') + 1)));
            }
            terminal.print("Screen " + (asked.contains("length") ? "length" : "width") + " set to "
                    + asked.substring(asked.lastIndexOf(' ') + 1) + "\n");
            return true;
        }
        return switch (asked) {
            case "show configuration" -> {
                if (command.contains("no-more")) {
                    terminal.setPageLines(0);
                }
                visit.tellConfiguration(terminal, "");
                yield true;
            }
            case "show version" -> {
                terminal.page("Hostname: %s\nModel: ex4300-48t\nJunos: 21.4R3.15\n"
                        .formatted(visit.device().name()));
                yield true;
            }
            case "show chassis hardware" -> {
                terminal.page("""
                        Hardware inventory:
                        Item             Version  Part number  Serial number     Description
                        Chassis                                PE%08X          EX4300-48T
                        """.formatted(visit.device().name().hashCode()));
                yield true;
            }
            case "show system license" -> {
                terminal.page("License usage: none\nLicenses installed: none\n");
                yield true;
            }
            case "show virtual-chassis" -> {
                terminal.page("Virtual Chassis ID: 0000.0000.0001\nVirtual Chassis Mode: Disabled\n");
                yield true;
            }
            default -> {
                terminal.print("                       ^\nunknown command.\n");
                yield false;
            }
        };
    }
}
