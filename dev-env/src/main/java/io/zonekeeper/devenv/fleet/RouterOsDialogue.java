package io.zonekeeper.devenv.fleet;

import java.io.IOException;

/** RouterOS, which backup programs speak to by exec; its shell here is a plain line editor. */
final class RouterOsDialogue implements Dialogue {

    private final Visit visit;

    RouterOsDialogue(Visit visit) {
        this.visit = visit;
    }

    @Override
    public void shell(Terminal terminal) throws IOException {
        terminal.print("\n  MikroTik RouterOS 7.16.2 (c) 1999-2024       https://www.mikrotik.com/\n\n");
        while (true) {
            terminal.print("[" + visit.device().spec().username() + "@"
                    + visit.device().name() + "] > ");
            String line = terminal.readLine();
            if (line == null) {
                return;
            }
            String command = line.strip();
            if (command.isEmpty()) {
                continue;
            }
            visit.heard(command);
            if (command.matches("/?quit")) {
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
        String asked = command.startsWith("/") ? command.substring(1) : command;
        if (asked.equals("export") || asked.startsWith("export ")) {
            visit.tellConfiguration(terminal, "");
            return true;
        }
        String facts =
                switch (asked.replace('/', ' ')) {
                    case "system resource print" ->
                        "                   uptime: 12w3d4h\n                  version: 7.16.2 (stable)\n"
                                + "               board-name: RB5009UG+S+\n";
                    case "system package update print" -> "            channel: stable\n  installed-version: 7.16.2\n";
                    case "system routerboard print" ->
                        "       routerboard: yes\n             model: RB5009UG+S+\n  current-firmware: 7.16.2\n";
                    case "system history print without-paging", "system history print" ->
                        "Flags: U - undoable\n U  address added                admin  write\n";
                    default -> "";
                };
        if (!facts.isEmpty()) {
            terminal.print(facts);
            return true;
        }
        terminal.print("bad command name %s (line 1 column 1)\n".formatted(asked.split(" ", 2)[0]));
        return false;
    }
}
